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

/// <summary>What became of an operation.</summary>
internal sealed record OperationResult(int Status, int SubStatus = 0, string? ETag = null, byte[]? Body = null)
{
    public bool Succeeded => Status < 300;
}
