using 'main.bicep'

// Small and cheap: paid by use, nothing twice.
param name = 'credits'
param environmentName = 'dev'
param serverless = true
param zoneRedundant = false
param partitions = 4
param eventRetentionDays = 1
param maxThroughputUnits = 1
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param operatorKeyHash = readEnvironmentVariable('OPERATOR_KEY_HASH', '')
param stripeApiKey = readEnvironmentVariable('STRIPE_API_KEY', '')
param stripeWebhookSecret = readEnvironmentVariable('STRIPE_WEBHOOK_SECRET', '')
param stripe = readEnvironmentVariable('STRIPE', 'false') == 'true'
