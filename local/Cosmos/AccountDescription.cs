namespace Credits.Local.Cosmos;

/// <summary>What the SDK asks of an account before it asks for documents.</summary>
internal static class AccountDescription
{
    /// <summary>The emulator's well-known key; the SDK wants one.</summary>
    public const string Key = "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

    /// <summary>A plan for every query alike: the gateway sorts and pages by itself, so the SDK has nothing to do but to pass pages on.</summary>
    public const string QueryPlan =
        """
        {"partitionedQueryExecutionInfoVersion":2,"queryInfo":{"distinctType":"None","top":null,"offset":null,"limit":null,"orderBy":[],"orderByExpressions":[],
        "groupByExpressions":[],"groupByAliases":[],"aggregates":[],"groupByAliasToAggregateType":{},"rewrittenQuery":"","hasSelectValue":false,"dCountInfo":null,
        "hasNonStreamingOrderBy":false},"queryRanges":[{"min":"","max":"FF","isMinInclusive":true,"isMaxInclusive":false}]}
        """;

    /// <summary>The account at an address: one region, session consistency.</summary>
    public static string At(Uri url) =>
        $$"""
        {"_self":"","id":"local","_rid":"local","media":"//media/","addresses":"//addresses/","_dbs":"//dbs/",
        "writableLocations":[{"name":"local","databaseAccountEndpoint":"{{url}}"}],"readableLocations":[{"name":"local","databaseAccountEndpoint":"{{url}}"}],
        "enableMultipleWriteLocations":false,"userReplicationPolicy":{"asyncReplication":false,"minReplicaSetSize":1,"maxReplicasetSize":4},
        "userConsistencyPolicy":{"defaultConsistencyLevel":"Session"},"systemReplicationPolicy":{"minReplicaSetSize":1,"maxReplicasetSize":4},
        "readPolicy":{"primaryReadCoefficient":1,"secondaryReadCoefficient":1},
        "queryEngineConfiguration":"{\"maxSqlQueryInputLength\":262144,\"maxJoinsPerSqlQuery\":5,\"maxLogicalAndPerSqlQuery\":500,\"maxLogicalOrPerSqlQuery\":500,\"maxUdfRefPerSqlQuery\":10,\"maxInExpressionItemsCount\":16000,\"queryMaxInMemorySortDocumentCount\":500,\"maxQueryRequestTimeoutFraction\":0.9,\"sqlAllowNonFiniteNumbers\":false,\"sqlAllowAggregateFunctions\":true,\"sqlAllowSubQuery\":true,\"sqlAllowScalarSubQuery\":true,\"allowNewKeywords\":true,\"sqlAllowLike\":true,\"sqlAllowGroupByClause\":true,\"maxSpatialQueryCells\":12,\"spatialMaxGeometryPointCount\":256,\"sqlDisableOptimizationFlags\":0,\"sqlAllowTop\":true,\"enableSpatialIndexing\":true}"}
        """;

    /// <summary>The one partition key range of a container.</summary>
    public static string RangesOf(ContainerDefinition container) =>
        $$"""
        {"_rid":"{{container.ResourceId}}","PartitionKeyRanges":[{"_rid":"{{ResourceIds.Range(container.Database, container.Number)}}","id":"0","_etag":"\"1\"",
        "minInclusive":"","maxExclusive":"FF","ridPrefix":0,"_self":"","throughputFraction":1,"status":"online","parents":[],"_ts":1}],"_count":1}
        """;
}
