// A page of graphs of what the app measures, in the portal under Monitor, Workbooks.

@description('The base of the names.')
param name string

@description('Where it is.')
param location string

@description('Tags of every resource.')
param tags object

@description('The logs and metrics that it shows.')
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, name, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: name
    category: 'workbook'
    sourceId: workspaceId
    serializedData: loadTextContent('../workbook.json')
  }
}

output id string = workbook.id
