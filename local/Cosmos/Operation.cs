namespace Credits.Local.Cosmos;

/// <summary>What can be done to one document; the numbers are the protocol's.</summary>
internal enum OperationKind
{
    Create = 0,
    Read = 2,
    Delete = 4,
    Replace = 5,
    Upsert = 20,
}

/// <summary>One operation on one document.</summary>
internal sealed record Operation(OperationKind Kind, string? Id, ReadOnlyMemory<byte> Body, string? IfMatch, bool AnswerWithBody);

/// <summary>An operation whose document has been read, or why it can't be.</summary>
internal readonly record struct PreparedOperation(Operation Operation, Document? Document, CosmosError? Fault)
{
    public static PreparedOperation Of(Operation operation, ContainerDefinition container, string key)
    {
        if (operation.Kind is OperationKind.Read or OperationKind.Delete) return new(operation, null, null);

        try
        {
            var document = Document.Read(operation.Body, container);
            if (document.Key != key) throw CosmosError.WrongKey();
            if (operation.Kind == OperationKind.Replace && operation.Id is { } named && named != document.Id)
                throw CosmosError.BadRequest($"The document's id is '{document.Id}', but '{named}' is to be replaced.");
            return new(operation, document, null);
        }
        catch (CosmosError e)
        {
            return new(operation, null, e);
        }
    }
}

/// <summary>What became of an operation.</summary>
internal sealed record OperationResult(int Status, int SubStatus = 0, string? ETag = null, byte[]? Body = null)
{
    private const int BatchOperationAborted = 424;

    /// <summary>Another operation of its batch failed.</summary>
    public static OperationResult Aborted { get; } = new(BatchOperationAborted);

    public bool Succeeded => Status < 300;

    public static OperationResult Of(CosmosError error) => new(error.Status, error.SubStatus, Body: error.Body);
}
