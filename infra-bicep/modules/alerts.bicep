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

@description('How many unsettled messages of one partition are too many.')
@minValue(1)
param lagThreshold int = 10000

@description('How many failed top-ups in five minutes are more than single cards explain.')
@minValue(0)
param topUpFailureThreshold int = 5

@description('How many waiting chunks of 100 due accounts are too many. A run adds none while more than 20 wait.')
@minValue(1)
param dueBacklogThreshold int = 200

var actions = empty(email) ? [] : [group.id]

// Each asks a metric that the app measures; a test finds it, and its outcomes, in the code. More than the threshold, in each of so many periods of five minutes.
var metricRules = [
  {
    name: 'dead-letters'
    severity: 2
    metric: 'credits.events.dead_lettered'
    outcome: ''
    aggregation: 'Total'
    by: ''
    threshold: 0
    periods: 1
    description: 'Events could not be booked. GET /dead-letters says why; mend the cause and replay them.'
  }
  {
    name: 'events-lost'
    severity: 0
    metric: 'credits.ingest.lost'
    outcome: ''
    aggregation: 'Total'
    by: ''
    threshold: 0
    periods: 1
    description: 'Events left the event hub before they were booked. The log and GET /ingest have their partition and sequence numbers.'
  }
  {
    name: 'lag'
    severity: 1
    metric: 'credits.ingest.lag'
    outcome: ''
    aggregation: 'Minimum'
    by: 'partition'
    threshold: lagThreshold
    periods: 3
    description: 'A partition has had this many unsettled messages for a quarter of an hour. GET /ingest shows which.'
  }
  {
    name: 'payments-parked'
    severity: 1
    metric: 'credits.payments.parked'
    outcome: ''
    aggregation: 'Total'
    by: ''
    threshold: 0
    periods: 1
    description: 'Somebody paid, and nothing could be granted. GET /parked-payments says why; mend the cause and settle them.'
  }
  {
    name: 'top-ups-failed'
    severity: 3
    metric: 'credits.topups'
    outcome: 'failed'
    aggregation: 'Total'
    by: ''
    threshold: topUpFailureThreshold
    periods: 1
    description: 'Automatic top-ups fail: many at once are not the fault of one customer\'s card. The log has the reasons.'
  }
  {
    name: 'accounts-not-settled'
    severity: 2
    metric: 'credits.due.accounts'
    outcome: 'failed'
    aggregation: 'Total'
    by: ''
    threshold: 0
    periods: 1
    description: 'What time does to an account could not be booked. The log has the account and the reason.'
  }
  {
    name: 'due-backlog'
    severity: 2
    metric: 'credits.due.backlog'
    outcome: ''
    aggregation: 'Minimum'
    by: ''
    threshold: dueBacklogThreshold
    periods: 3
    description: 'Due accounts wait on the queue for a quarter of an hour: grants, expiries and renewals come late.'
  }
  {
    name: 'accounts-at-fault'
    severity: 1
    metric: 'credits.accounts.faulted'
    outcome: ''
    aggregation: 'Total'
    by: ''
    threshold: 0
    periods: 1
    description: 'An account\'s stored state can\'t be worked with; its events become dead letters. Verify it, mend it, replay them.'
  }
  {
    name: 'alerts-given-up'
    severity: 3
    metric: 'credits.alerts.deliveries'
    outcome: 'given_up'
    aggregation: 'Total'
    by: ''
    threshold: 0
    periods: 1
    description: 'Alerts reached nobody in any of their attempts. GET /webhooks/deliveries shows which; they can be replayed.'
  }
]

// What is wrong where nothing is measured any more.
var silence = {
  metric: 'credits.due.backlog' // measured every minute, whatever happens
  minutes: 'PT15M'
}

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

resource measured 'Microsoft.Insights/scheduledQueryRules@2023-03-15-preview' = [
  for rule in metricRules: {
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
      skipQueryValidation: true // the table is there only once the app has measured
      criteria: {
        allOf: [
          {
            query: 'AppMetrics | where Name == "${rule.metric}"${empty(rule.outcome) ? '' : ' and tostring(Properties.outcome) == "${rule.outcome}"'} | extend partition = tostring(Properties.partition)'
            metricMeasureColumn: 'Sum'
            timeAggregation: rule.aggregation
            operator: 'GreaterThan'
            threshold: rule.threshold
            dimensions: empty(rule.by) ? [] : [{ name: rule.by, operator: 'Include', values: ['*'] }]
            failingPeriods: { numberOfEvaluationPeriods: rule.periods, minFailingPeriodsToAlert: rule.periods }
          }
        ]
      }
      actions: { actionGroups: actions }
    }
  }
]

resource silent 'Microsoft.Insights/scheduledQueryRules@2023-03-15-preview' = {
  name: '${name}-silent'
  location: location
  tags: tags
  properties: {
    displayName: 'silent'
    description: 'The app measures nothing: it does not start, its timers stand still, or its telemetry does not arrive.'
    severity: 1
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: silence.minutes
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: 'AppMetrics | where Name == "${silence.metric}"'
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: actions }
  }
}

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
