// What an operator is woken for. Each rule says in its description what to look at.

@description('The base of the names.')
param name string

@description('Where they are.')
param location string

@description('Tags of every resource.')
param tags object

@description('The logs that the rules ask.')
param workspaceId string

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

@description('How many waiting chunks of 100 due accounts are too many. A run adds none while more than 20 wait, so few deployments ever see many more.')
@minValue(1)
param dueBacklogThreshold int = 20

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
    name: 'stalled'
    severity: 1
    metric: 'credits.ingest.stalled'
    outcome: ''
    aggregation: 'Minimum'
    by: 'partition'
    threshold: 900 // seconds, of at least a day that the event hub keeps it
    periods: 3
    description: 'A message has waited for a quarter of an hour and more; neither the trigger nor Reconcile can settle it, and retention will remove it. GET /ingest shows the partition, the log the reason.'
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
    name: 'accounts-unreached'
    severity: 2
    metric: 'credits.due.accounts'
    outcome: 'unreached'
    aggregation: 'Total'
    by: ''
    threshold: 0
    periods: 3
    description: 'For a quarter of an hour due accounts could not be settled, since Cosmos DB was out of reach or throttled them. Chunks that come back too often end in due-poison.'
  }
  {
    name: 'accounts-waiting'
    severity: 3
    metric: 'credits.due.accounts'
    outcome: 'waiting'
    aggregation: 'Total'
    by: ''
    threshold: 0
    periods: 1
    description: 'A plan allots more than an account can hold. It gets nothing until there is room; the log has the account.'
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
    description: 'An account\'s stored state can\'t be worked with, or it is full; its events become dead letters. The log says why. Mend it, replay them.'
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

// What is wrong where nothing is measured any more. Each timer measures its own every minute, whatever it finds.
var silences = [
  {
    name: 'silent-due'
    metric: 'credits.due.backlog'
    description: 'Due measures nothing: the app does not start, its timers stand still, its queue is out of reach, or its telemetry does not arrive.'
  }
  {
    name: 'silent-ingest'
    metric: 'credits.ingest.lag'
    description: 'Reconcile measures nothing, so nobody sees what the trigger passes over: it fails, the event hub is out of reach, or as silent-due.'
  }
]

// What is told once and never again: asked over half an hour, since it may come late, each by the one table that it is in, as rules take no union of two.
var onceTold = [
  {
    name: 'events-lost'
    query: 'AppMetrics | where Name == "credits.ingest.lost" and Sum > 0'
    description: 'Events left the event hub before they were booked. The log and GET /ingest have their partition and sequence numbers.'
  }
  {
    name: 'events-lost-logged'
    query: 'AppTraces | where Message contains "they are lost"'
    description: 'As events-lost, told by the log: either may fail to arrive.'
  }
]

// How many answers of 5xx in five minutes are more than a passing fault explains.
var serverErrorThreshold = 5

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

resource silent 'Microsoft.Insights/scheduledQueryRules@2023-03-15-preview' = [
  for silence in silences: {
    name: '${name}-${silence.name}'
    location: location
    tags: tags
    properties: {
      displayName: silence.name
      description: silence.description
      severity: 1
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
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
]

resource told 'Microsoft.Insights/scheduledQueryRules@2023-03-15-preview' = [
  for once in onceTold: {
    name: '${name}-${once.name}'
    location: location
    tags: tags
    properties: {
      displayName: once.name
      description: once.description
      severity: 0
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT30M'
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: once.query
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

// Flex Consumption has no metric of its own for these.
resource serverErrors 'Microsoft.Insights/scheduledQueryRules@2023-03-15-preview' = {
  name: '${name}-server-errors'
  location: location
  tags: tags
  properties: {
    displayName: 'server-errors'
    description: 'The API answers 5xx. The log of the time has the exception.'
    severity: 1
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          // A request that stands for several, as only a share of them is told, counts as so many.
          query: 'AppRequests | where toint(ResultCode) between (500 .. 599)'
          metricMeasureColumn: 'ItemCount'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: serverErrorThreshold
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: actions }
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
