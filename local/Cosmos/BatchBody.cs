using Microsoft.Azure.Cosmos.Serialization.HybridRow;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.IO;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Layouts;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.RecordIO;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Schemas;

namespace Credits.Local.Cosmos;

/// <summary>A transactional batch on the wire: RecordIO with one HybridRow an operation, read and written by the SDK's own library.</summary>
internal static class BatchBody
{
    private const int OperationSchema = 2145473648;
    private const int ResultSchema = 2145473649;

    private static readonly LayoutResolver Resolver = new LayoutResolverNamespace(Schemas(), SystemSchema.LayoutResolver);
    private static readonly Layout ResultLayout = Resolver.Resolve(new SchemaId(ResultSchema));

    public static async Task<List<Operation>> Read(byte[] body)
    {
        var operations = new List<Operation>();
        Result ReadRecord(ReadOnlyMemory<byte> record)
        {
            operations.Add(ReadRow(record));
            return Result.Success;
        }

        using var stream = new MemoryStream(body);
        Succeeded(await stream.ReadRecordIOAsync((Func<ReadOnlyMemory<byte>, Result>)ReadRecord, resizer: new MemorySpanResizer<byte>(body.Length)));
        return operations;
    }

    public static async Task<byte[]> Write(IReadOnlyList<OperationResult> results)
    {
        using var stream = new MemoryStream();
        var space = new MemorySpanResizer<byte>(4096);
        Result WriteRecord(long index, out ReadOnlyMemory<byte> record)
        {
            record = default;
            if (index >= results.Count) return Result.Success;

            var row = new RowBuffer(space.Memory.Length, space);
            row.InitLayout(HybridRowVersion.V1, ResultLayout, Resolver);
            Succeeded(RowWriter.WriteBuffer(ref row, results[(int)index], WriteRow));
            record = space.Memory[..row.Length];
            return Result.Success;
        }

        Succeeded(await stream.WriteRecordIOAsync(default(Segment), WriteRecord));
        return stream.ToArray();
    }

    private static Operation ReadRow(ReadOnlyMemory<byte> record)
    {
        var row = new RowBuffer(record.Length);
        if (!row.ReadFrom(record.Span, HybridRowVersion.V1, Resolver)) throw CosmosError.BadRequest("The batch's body can't be read.");

        var (kind, id, ifMatch, minimal) = (0, (string?)null, (string?)null, false);
        byte[] body = [];
        var reader = new RowReader(ref row);
        while (reader.Read())
        {
            switch ((string)reader.Path)
            {
                case "operationType":
                    Succeeded(reader.ReadInt32(out kind));
                    break;
                case "id":
                    Succeeded(reader.ReadString(out id));
                    break;
                case "resourceBody":
                    Succeeded(reader.ReadBinary(out body));
                    break;
                case "ifMatch":
                    Succeeded(reader.ReadString(out ifMatch));
                    break;
                case "minimalReturnPreference":
                    Succeeded(reader.ReadBool(out minimal));
                    break;
                case "resourceType":
                    break;
                case var other:
                    throw CosmosError.Unsupported($"'{other}' in a batch operation");
            }
        }

        return Enum.IsDefined((OperationKind)kind)
            ? new((OperationKind)kind, id, body, ifMatch, AnswerWithBody: !minimal)
            : throw CosmosError.Unsupported($"operation type {kind} in a batch");
    }

    private static Result WriteRow(ref RowWriter writer, TypeArgument type, OperationResult result)
    {
        Succeeded(writer.WriteInt32("statusCode", result.Status));
        if (result.SubStatus != 0) Succeeded(writer.WriteInt32("subStatusCode", result.SubStatus));
        if (result.ETag is not null) Succeeded(writer.WriteString("eTag", result.ETag));
        if (result.Body is not null) Succeeded(writer.WriteBinary("resourceBody", result.Body));
        return writer.WriteFloat64("requestCharge", 1);
    }

    private static void Succeeded(Result result)
    {
        if (result != Result.Success) throw CosmosError.BadRequest($"The batch's HybridRow body gave {result}.");
    }

    // The schemas of Microsoft.Azure.Cosmos.BatchApi; the order of the properties is part of the layout.
    private static Namespace Schemas()
    {
        static Property Fixed(string path, TypeKind type) => Of(path, type, StorageKind.Fixed);
        static Property Variable(string path, TypeKind type) => Of(path, type, StorageKind.Variable);
        static Property Sparse(string path, TypeKind type) => Of(path, type, StorageKind.Sparse);
        static Property Of(string path, TypeKind type, StorageKind storage) =>
            new() { Path = path, PropertyType = new PrimitivePropertyType { Type = type, Storage = storage, Nullable = true } };

        var operation = new Schema { Name = "BatchOperation", SchemaId = new(OperationSchema), Type = TypeKind.Schema };
        foreach (var property in new[]
        {
            Fixed("operationType", TypeKind.Int32), Fixed("resourceType", TypeKind.Int32), Variable("partitionKey", TypeKind.Utf8),
            Variable("effectivePartitionKey", TypeKind.Binary), Variable("id", TypeKind.Utf8), Variable("binaryId", TypeKind.Binary),
            Variable("resourceBody", TypeKind.Binary), Sparse("indexingDirective", TypeKind.Utf8), Sparse("ifMatch", TypeKind.Utf8),
            Sparse("ifNoneMatch", TypeKind.Utf8), Sparse("timeToLiveInSeconds", TypeKind.Int32), Sparse("minimalReturnPreference", TypeKind.Boolean),
        })
        {
            operation.Properties.Add(property);
        }

        var result = new Schema { Name = "BatchResult", SchemaId = new(ResultSchema), Type = TypeKind.Schema };
        foreach (var property in new[]
        {
            Fixed("statusCode", TypeKind.Int32), Fixed("subStatusCode", TypeKind.Int32), Variable("eTag", TypeKind.Utf8),
            Variable("resourceBody", TypeKind.Binary), Sparse("retryAfterMilliseconds", TypeKind.UInt32), Sparse("requestCharge", TypeKind.Float64),
        })
        {
            result.Properties.Add(property);
        }

        var schemas = new Namespace { Name = "Microsoft.Azure.Cosmos.BatchApi", Version = SchemaLanguageVersion.V1 };
        schemas.Schemas.Add(operation);
        schemas.Schemas.Add(result);
        return schemas;
    }
}
