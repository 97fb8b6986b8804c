// The event hub that apps send usage to.

@description('The name of the namespace.')
param name string

@description('Where it is.')
param location string

@description('Tags of every resource.')
param tags object

@description('The app\'s identity, which reads events and sends those that come over HTTP or are replayed.')
param principalId string

@description('The event hub of usage events.')
param hub string

@description('The consumer group in which the app reads again what was skipped.')
param reconcileConsumerGroup string

@description('How many partitions. It bounds how many instances work at a time, and can\'t be lessened later.')
@minValue(1)
@maxValue(32)
param partitions int

@description('How many days events are kept: so long what was skipped can be read again.')
@minValue(1)
@maxValue(7)
param retentionDays int

@description('Throughput units to begin with: 1 MB/s in and 2 MB/s out each.')
@minValue(1)
@maxValue(40)
param throughputUnits int

@description('Throughput units at most.')
@minValue(1)
@maxValue(40)
param maxThroughputUnits int

@description('Whether it is reached over the public network.')
param publicNetworkAccess bool

@description('Where diagnostics go.')
param workspaceId string

var dataReceiver = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde')
var dataSender = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '2b629674-e913-4c01-ae53-ef4638d8f975')

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Standard', capacity: throughputUnits }
  properties: {
    disableLocalAuth: true
    isAutoInflateEnabled: maxThroughputUnits > throughputUnits
    maximumThroughputUnits: maxThroughputUnits > throughputUnits ? maxThroughputUnits : 0
    minimumTlsVersion: '1.2'
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
  }
}

resource usage 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = {
  parent: namespace
  name: hub
  properties: {
    partitionCount: partitions
    retentionDescription: { cleanupPolicy: 'Delete', retentionTimeInHours: retentionDays * 24 }
  }
}

resource reconcile 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = {
  parent: usage
  name: reconcileConsumerGroup
}

resource receive 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(usage.id, principalId, dataReceiver)
  scope: usage
  properties: { principalId: principalId, principalType: 'ServicePrincipal', roleDefinitionId: dataReceiver }
}

resource send 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(usage.id, principalId, dataSender)
  scope: usage
  properties: { principalId: principalId, principalType: 'ServicePrincipal', roleDefinitionId: dataSender }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = namespace.id
output fullyQualifiedNamespace string = split(split(namespace.properties.serviceBusEndpoint, '//')[1], ':')[0]
