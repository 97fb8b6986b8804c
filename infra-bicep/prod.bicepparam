using 'main.bicep'

// The data outlive a zone, nothing is reached from outside but HTTP and the event hub, and HTTP never waits for an instance to start.
param name = 'credits'
param environmentName = 'prod'
param serverless = false
param maxThroughput = 10000
param zoneRedundant = true
param partitions = 32
param eventRetentionDays = 7
param throughputUnits = 2
param maxThroughputUnits = 20
param maxInstances = 100
param alwaysReady = 2
param logRetentionDays = 90
param privateNetworking = true
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param operatorKeyHash = readEnvironmentVariable('OPERATOR_KEY_HASH', '')
param stripeApiKey = readEnvironmentVariable('STRIPE_API_KEY', '')
param stripeWebhookSecret = readEnvironmentVariable('STRIPE_WEBHOOK_SECRET', '')
param stripe = readEnvironmentVariable('STRIPE', 'false') == 'true'
