// The one identity of the function app. Every connection is made with it; no key and no connection string exists.

@description('The name of the identity.')
param name string

@description('Where it is.')
param location string

@description('Tags of every resource.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
  tags: tags
}

output id string = identity.id
output principalId string = identity.properties.principalId
output clientId string = identity.properties.clientId
