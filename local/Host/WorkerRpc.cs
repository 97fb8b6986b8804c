using Credits.Local.Host.Rpc;
using Grpc.Core;

namespace Credits.Local.Host;

/// <summary>Where workers connect: the only authentication is the id the host gave its worker, and that it listens on loopback.</summary>
public sealed class WorkerRpc(WorkerSupervisor workers) : FunctionRpc.FunctionRpcBase
{
    /// <inheritdoc/>
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.ContentCase != StreamingMessage.ContentOneofCase.StartStream)
            throw new Grpc.Core.RpcException(new(StatusCode.InvalidArgument, "A worker's first message is StartStream."));

        var worker = workers.Find(requestStream.Current.StartStream.WorkerId)
            ?? throw new Grpc.Core.RpcException(new(StatusCode.PermissionDenied, "This worker was not started by this host."));
        await worker.Serve(requestStream, responseStream, context.CancellationToken);
    }
}
