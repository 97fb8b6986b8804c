// Credits.Functions in a resource group of its own: function app, event hub, Cosmos DB, storage, secrets, telemetry and alert rules.
// Deploy it with scripts/deploy.sh, or with the workflow deploy.yml.
targetScope = 'resourceGroup'

@description('The base of every name: 3 to 11 lower-case letters and digits.')
@minLength(3)
@maxLength(11)
param name string

@description('Which of several deployments this is, such as dev or prod.')
@minLength(2)
@maxLength(5)
param environmentName string

@description('Where everything is.')
param location string = resourceGroup().location

@description('Tags of every resource.')
param tags object = {}

@description('Whether Cosmos DB is paid by request: for development and small loads.')
param serverless bool

@description('The most request units a second of Cosmos DB, when it is not serverless.')
@minValue(1000)
param maxThroughput int = 4000

@description('Whether data outlive the loss of a zone: Cosmos DB and storage are kept in three.')
param zoneRedundant bool

@description('Partitions of the event hub; can\'t be lessened later.')
@minValue(1)
@maxValue(32)
param partitions int

@description('Days that events are kept.')
@minValue(1)
@maxValue(7)
param eventRetentionDays int = 7

@description('Throughput units of Event Hubs to begin with.')
@minValue(1)
@maxValue(40)
param throughputUnits int = 1

@description('Throughput units of Event Hubs at most.')
@minValue(1)
@maxValue(40)
param maxThroughputUnits int = 4

@description('How many events of a partition the app waits for before it books them as a batch, for maxBatchWaitSeconds at most; 1 for none. Fuller batches cost less, and balances are so much older.')
@minValue(1)
@maxValue(5000)
param minEventBatchSize int = 1

// Reconcile takes a message that is a minute old for one that was passed over.
@description('For how many seconds at most, where minEventBatchSize is more than 1.')
@minValue(1)
@maxValue(30)
param maxBatchWaitSeconds int = 30

@description('Memory of an instance of the app, in MB.')
@allowed([512, 2048, 4096])
param instanceMemory int = 2048

@description('The most instances of the app. Most regions take no fewer than 40; Microsoft is at variance whether all functions share them or each has as many.')
@minValue(40)
@maxValue(1000)
param maxInstances int = 40

@description('Instances that always answer HTTP at once.')
@minValue(0)
param alwaysReady int = 0

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('The share of invocations that the host traces, from 0 to 1. An event whose app has sampled it is followed in any case.')
param traceRatio string = '0.1'

@description('Who is told when something is amiss; empty for nobody.')
param alertEmail string = ''

@description('Whether everything but the app\'s HTTP is reached through private endpoints only.')
param privateNetworking bool = false

@secure()
@description('The SHA-256 of the operator\'s API key, in hexadecimal. Empty keeps what is in the vault.')
param operatorKeyHash string = ''

@secure()
@description('Stripe\'s restricted key; docs/stripe.md lists what it must be allowed. Empty keeps what is in the vault.')
param stripeApiKey string = ''

@secure()
@description('The signing secret of Stripe\'s webhook endpoint. Empty keeps what is in the vault.')
param stripeWebhookSecret string = ''

@description('Whether Stripe is set up: then the app reads its secrets from the vault.')
param stripe bool = false

var full = '${name}-${environmentName}'
var unique = take(uniqueString(resourceGroup().id, name, environmentName), 6)
var allTags = union({ application: 'credits-functions', environment: environmentName }, tags)

// The names that the code has; a test compares them.
var hub = 'usage'
var reconcileConsumerGroup = 'reconcile'
var database = 'credits'
var container = 'accounts'
var deadLetterContainer = 'dead-letters'
var packageContainer = 'package'
var queues = ['due', 'deliveries', 'signals']
var tables = [
  'ratecards'
  'plans'
  'packs'
  'promocodes'
  'purchases'
  'paymentevents'
  'apikeys'
  'deadletters'
  'ingest'
  'idempotency'
  'alertendpoints'
  'deliveries'
]

module identity 'modules/identity.bicep' = {
  params: { name: '${full}-identity', location: location, tags: allTags }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    name: full
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
    retentionDays: logRetentionDays
  }
}

module eventHubs 'modules/eventHubs.bicep' = {
  params: {
    name: '${full}-events-${unique}'
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
    hub: hub
    reconcileConsumerGroup: reconcileConsumerGroup
    partitions: partitions
    retentionDays: eventRetentionDays
    throughputUnits: throughputUnits
    maxThroughputUnits: maxThroughputUnits
    // Apps send from where they are.
    publicNetworkAccess: true
    workspaceId: monitoring.outputs.workspaceId
  }
}

module cosmos 'modules/cosmos.bicep' = {
  params: {
    name: '${full}-cosmos-${unique}'
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
    database: database
    container: container
    serverless: serverless
    maxThroughput: maxThroughput
    zoneRedundant: zoneRedundant
    publicNetworkAccess: !privateNetworking
    workspaceId: monitoring.outputs.workspaceId
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: take('${name}${environmentName}${unique}', 24)
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
    tables: tables
    queues: queues
    deadLetterContainer: deadLetterContainer
    packageContainer: packageContainer
    zoneRedundant: zoneRedundant
    publicNetworkAccess: !privateNetworking
    workspaceId: monitoring.outputs.workspaceId
  }
}

module keyVault 'modules/keyVault.bicep' = {
  params: {
    name: '${name}-${environmentName}-${unique}'
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
    publicNetworkAccess: !privateNetworking
    workspaceId: monitoring.outputs.workspaceId
    operatorKeyHash: operatorKeyHash
    stripeApiKey: stripeApiKey
    stripeWebhookSecret: stripeWebhookSecret
  }
}

module network 'modules/network.bicep' = if (privateNetworking) {
  params: {
    name: full
    location: location
    tags: allTags
    cosmosId: cosmos.outputs.id
    storageId: storage.outputs.id
    keyVaultId: keyVault.outputs.id
  }
}

module functionApp 'modules/functionApp.bicep' = {
  params: {
    name: '${full}-${unique}'
    location: location
    tags: allTags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    packageContainerUrl: '${storage.outputs.blobEndpoint}${packageContainer}'
    instanceMemory: instanceMemory
    maxInstances: maxInstances
    alwaysReady: alwaysReady
    subnetId: privateNetworking ? network!.outputs.appSubnetId : ''
    workspaceId: monitoring.outputs.workspaceId
    settings: union(
      {
        AzureWebJobsStorage__accountName: storage.outputs.name
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.outputs.clientId
        APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
        OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage' // the one by a ratio that the host's exporter knows; the app's follows what the host or an event's app decided
        OTEL_TRACES_SAMPLER_ARG: traceRatio
        Storage__blobServiceUri: storage.outputs.blobEndpoint
        Storage__queueServiceUri: storage.outputs.queueEndpoint
        Storage__tableServiceUri: storage.outputs.tableEndpoint
        Storage__credential: 'managedidentity'
        Storage__clientId: identity.outputs.clientId
        Cosmos__accountEndpoint: cosmos.outputs.endpoint
        Accounts__Database: database
        Accounts__Container: container
        EventHubs__fullyQualifiedNamespace: eventHubs.outputs.fullyQualifiedNamespace
        EventHubs__credential: 'managedidentity'
        EventHubs__clientId: identity.outputs.clientId
        UsageHub: hub
        AzureFunctionsJobHost__extensions__eventHubs__minEventBatchSize: string(minEventBatchSize)
        AzureFunctionsJobHost__extensions__eventHubs__maxWaitTime: '00:00:${padLeft(maxBatchWaitSeconds, 2, '0')}'
        ReconcileConsumerGroup: reconcileConsumerGroup
        ReconcileSchedule: '0 * * * * *'
        DueSchedule: '30 * * * * *'
        SignalsSchedule: '15 * * * * *'
        AlertsSchedule: '0 */5 * * * *'
        TopUpsSchedule: '45 */5 * * * *'
        Api__OperatorKeyHash: '@Microsoft.KeyVault(SecretUri=${keyVault.outputs.uri}secrets/operator-key-hash/)'
      },
      stripe
        ? {
            Stripe__ApiKey: '@Microsoft.KeyVault(SecretUri=${keyVault.outputs.uri}secrets/stripe-api-key/)'
            Stripe__WebhookSecret: '@Microsoft.KeyVault(SecretUri=${keyVault.outputs.uri}secrets/stripe-webhook-secret/)'
          }
        : {}
    )
  }
}

module workbook 'modules/workbook.bicep' = {
  params: {
    name: full
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
  }
}

module alerts 'modules/alerts.bicep' = {
  params: {
    name: full
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
    cosmosId: cosmos.outputs.id
    email: alertEmail
  }
}

@description('The function app, to publish to.')
output functionApp string = functionApp.outputs.name

@description('The API.')
output api string = 'https://${functionApp.outputs.host}/api/v1'

@description('Where apps send events.')
output eventHubsNamespace string = eventHubs.outputs.fullyQualifiedNamespace

@description('The event hub that they send to.')
output usageHub string = hub

@description('Where Stripe sends webhooks.')
output stripeWebhook string = 'https://${functionApp.outputs.host}/api/v1/webhooks/stripe'

@description('The page of graphs.')
output workbook string = workbook.outputs.id
