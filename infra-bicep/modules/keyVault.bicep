// The secrets that are not Azure's own: Stripe's keys and the hash of the operator's API key.

@description('The name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Where it is.')
param location string

@description('Tags of every resource.')
param tags object

@description('The app\'s identity, which reads secrets.')
param principalId string

@description('Whether it is reached over the public network.')
param publicNetworkAccess bool

@description('Where diagnostics go.')
param workspaceId string

@secure()
@description('The SHA-256 of the operator\'s API key, in hexadecimal. Empty keeps what is there.')
param operatorKeyHash string

@secure()
@description('Stripe\'s restricted key. Empty keeps what is there.')
param stripeApiKey string

@secure()
@description('The signing secret of Stripe\'s webhooks. Empty keeps what is there.')
param stripeWebhookSecret string

var secretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    enableSoftDelete: true
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: publicNetworkAccess ? 'Allow' : 'Deny' }
  }
}

resource operatorKey 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(operatorKeyHash)) {
  parent: vault
  name: 'operator-key-hash'
  properties: { value: operatorKeyHash }
}

resource stripeKey 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(stripeApiKey)) {
  parent: vault
  name: 'stripe-api-key'
  properties: { value: stripeApiKey }
}

resource stripeWebhook 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(stripeWebhookSecret)) {
  parent: vault
  name: 'stripe-webhook-secret'
  properties: { value: stripeWebhookSecret }
}

resource read 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, secretsUser)
  scope: vault
  properties: { principalId: principalId, principalType: 'ServicePrincipal', roleDefinitionId: secretsUser }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

output id string = vault.id
output uri string = vault.properties.vaultUri
