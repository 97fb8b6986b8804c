// What an operator is woken for. Each rule says in its description what to look at.

@description('The base of the names.')
param name string

@description('Where they are.')
param location string

@description('Tags of every resource.')
param tags object

@description('The logs that the rules ask.')
param workspaceId string

@description('The app.')
param appId string

@description('The account of Cosmos DB.')
param cosmosId string

@description('Who is told; empty for nobody, and then the rules only show.')
param email string

var actions = empty(email) ? [] : [group.id]

// The messages are those that the app logs; a test finds each of them in the code.
var logRules = [
  {
    name: 'dead-letters'
    severity: 2
    message: 'became dead letters'
    description: 'Events could not be booked. GET /dead-letters says why; mend the cause and replay them.'
  }
  {
    name: 'events-lost'
    severity: 0
    message: 'are lost'
    description: 'Events left the event hub before they were booked. The log has their partition and sequence numbers.'
  }
  {
    name: 'payments-parked'
    severity: 1
    message: 'It is parked'
    description: 'Somebody paid, and nothing could be granted. GET /parked-payments says why; mend the cause and settle them.'
  }
  {
    name: 'accounts-not-settled'
    severity: 2
    message: 'is due and could not be settled'
    description: 'What time does to an account could not be booked. The log has the account and the reason.'
  }
  {
    name: 'accounts-at-fault'
    severity: 1
    message: 'can\'t be worked with'
    description: 'An account\'s stored state can\'t be worked with; its events become dead letters. Verify it, mend it, replay them.'
  }
]

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: '${name}-operators'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'credits'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource logged 'Microsoft.Insights/scheduledQueryRules@2023-03-15-preview' = [
  for rule in logRules: {
    name: '${name}-${rule.name}'
    location: location
    tags: tags
    properties: {
      displayName: rule.name
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT5M'
      skipQueryValidation: true // the table is there only once the app has logged
      criteria: {
        allOf: [
          {
            query: 'AppTraces | where Message contains "${rule.message}"'
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: actions }
    }
  }
]

resource serverErrors 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-server-errors'
  location: 'global'
  tags: tags
  properties: {
    description: 'The API answers 5xx. The log of the time has the exception.'
    severity: 1
    enabled: true
    scopes: [appId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'answers'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.Web/sites'
          metricName: 'Http5xx'
          operator: 'GreaterThan'
          threshold: 5
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [for id in actions: { actionGroupId: id }]
  }
}

resource throttled 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-throttled'
  location: 'global'
  tags: tags
  properties: {
    description: 'Cosmos DB throttles (429). Raise maxThroughput, or look for an account that takes more than 10,000 RU/s.'
    severity: 2
    enabled: true
    scopes: [cosmosId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'refused'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.DocumentDB/databaseAccounts'
          metricName: 'TotalRequests'
          dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
          operator: 'GreaterThan'
          threshold: 100
          timeAggregation: 'Count'
        }
      ]
    }
    actions: [for id in actions: { actionGroupId: id }]
  }
}
