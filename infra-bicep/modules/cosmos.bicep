// Accounts and their journals.

@description('The name of the account.')
param name string

@description('Where it is.')
param location string

@description('Tags of every resource.')
param tags object

@description('The app\'s identity, which reads and writes documents and nothing else.')
param principalId string

@description('The database.')
param database string

@description('The container of accounts.')
param container string

@description('Whether it is paid by request; else it scales itself up to maxThroughput.')
param serverless bool

@description('The most request units a second; at rest a tenth of it is paid.')
@minValue(1000)
param maxThroughput int

@description('Whether a zone may fail.')
param zoneRedundant bool

@description('Whether it is reached over the public network.')
param publicNetworkAccess bool

@description('Where diagnostics go.')
param workspaceId string

var dataContributor = '00000000-0000-0000-0000-000000000002'

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    capabilities: serverless ? [{ name: 'EnableServerless' }] : []
    // Instances share no session. What one has written, the others must see: else an id that was granted and is used up could be granted again.
    consistencyPolicy: { defaultConsistencyLevel: 'Strong' }
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: zoneRedundant }]
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: serverless ? 'Continuous7Days' : 'Continuous30Days' } }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
  }
}

resource credits 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-11-15' = {
  parent: account
  name: database
  properties: { resource: { id: database } }
}

// The code makes the same container on one machine; a test compares the two.
resource accounts 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = {
  parent: credits
  name: container
  properties: {
    resource: {
      id: container
      partitionKey: { kind: 'Hash', version: 2, paths: ['/accountId'] }
      defaultTtl: -1
      indexingPolicy: {
        automatic: true
        indexingMode: 'consistent'
        includedPaths: [
          { path: '/kind/?' }
          { path: '/first/?' }
          { path: '/at/?' }
          { path: '/page/?' }
          { path: '/nextDueAt/?' }
          { path: '/settings/plan/?' }
          { path: '/untoldSince/?' }
          { path: '/topUp/?' }
        ]
        excludedPaths: [{ path: '/*' }]
      }
    }
    options: serverless ? {} : { autoscaleSettings: { maxThroughput: maxThroughput } }
  }
}

resource use 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = {
  parent: account
  name: guid(account.id, principalId, dataContributor)
  properties: {
    principalId: principalId
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/${dataContributor}'
    scope: '${account.id}/dbs/${credits.name}'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      { category: 'ControlPlaneRequests', enabled: true }
      { category: 'PartitionKeyRUConsumption', enabled: true }
    ]
    metrics: [{ category: 'Requests', enabled: true }]
  }
}

output id string = account.id
output endpoint string = account.properties.documentEndpoint
