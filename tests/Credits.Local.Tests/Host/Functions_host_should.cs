using System.Diagnostics;
using System.Net;
using System.Text;
using Azure.Storage.Queues;
using Credits.Local.Cosmos;
using Credits.Local.Host;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host;

[Collection(HostedApp.Collection)]
public sealed class Functions_host_should(HostedApp app)
{
    private const string OfItself = "openapi.json"; // a function that needs nothing but the worker

    private FunctionsHost Host => app.Stack.Host;

    [Fact]
    public async Task Start_another_worker_when_one_was_killed_and_answer_again()
    {
        var restarts = Host.WorkerRestarts;
        var killed = await KillWorker();

        await Until.Holds(() => Host.WorkerProcessId is { } next && next != killed, "another worker");

        (await app.Get(OfItself)).StatusCode.ShouldBe(HttpStatusCode.OK);
        Host.WorkerRestarts.ShouldBe(restarts + 1);
        Host.Failed.IsFaulted.ShouldBeFalse();
    }

    [Fact]
    public async Task Let_a_request_wait_for_the_next_worker()
    {
        // Asked when the death is noticed, which is before the next worker is started.
        var asked = new TaskCompletionSource<(int? Worker, Task<HttpResponseMessage> Answer)>(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Logged += Ask;
        try
        {
            var killed = await KillWorker();
            var (worker, answer) = await asked.Task.WaitAsync(Until.Deadline);

            worker.ShouldBeNull();
            (await answer).StatusCode.ShouldBe(HttpStatusCode.OK);
            Host.WorkerProcessId.ShouldNotBeNull().ShouldNotBe(killed);
        }
        finally
        {
            app.Logged -= Ask;
        }

        void Ask(string line)
        {
            if (line.Contains("died; another is started", StringComparison.Ordinal)) asked.TrySetResult((Host.WorkerProcessId, app.Get(OfItself)));
        }
    }

    [Fact]
    public async Task Answer_what_the_app_has_no_route_for_by_itself()
    {
        (await app.Get("no-such-route")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var http = new HttpClient();
        using var wrongMethod = await http.DeleteAsync($"{app.Stack.Endpoints.Api}/{OfItself}");
        wrongMethod.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Hold_a_batch_whose_function_fails_and_leave_its_checkpoint_until_it_succeeds()
    {
        const string account = "held-back";
        await app.Ask(HttpMethod.Put, "rate-cards/default", """{"rates":[{"meter":"thing","components":[{"credits":1}]}]}""");
        await app.Ask(HttpMethod.Post, "rate-cards/default/publish", "{}");
        await app.Ask(HttpMethod.Put, $"accounts/{account}", "{}");
        var before = Delivered();
        var logged = app.Log.Count;
        app.Stack.Cosmos.Faults.Matching = request => request is { Kind: CosmosRequestKind.Batch, PartitionKey: account };
        app.Stack.Cosmos.Faults.FailNext(int.MaxValue);
        try
        {
            await app.Send(account, Event("1"), Event("2"), Event("3"));
            await Until.Holds(() => app.Log.Skip(logged).Count(line => line.Contains("Usage failed", StringComparison.Ordinal) && line.Contains("tried again", StringComparison.Ordinal)) >= 2, "two failed tries");
            Delivered().ShouldBe(before);
        }
        finally
        {
            app.Stack.Cosmos.Faults.FailNext(0);
            app.Stack.Cosmos.Faults.Matching = _ => true;
        }

        await Until.Holds(() => Delivered() > before, "the checkpoint to move");
        Delivered().ShouldBe(before + 3);
        (await app.Ask(HttpMethod.Get, $"accounts/{account}/balance"))["balances"]![0]!["debits"]!.GetValue<long>().ShouldBe(3);

        long Delivered() => Host.Progress.Sum(partition => partition.Delivered);

        static string Event(string id) =>
            $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"/tests","type":"thing","subject":"{{{account}}}","time":"{{{DateTimeOffset.UtcNow:O}}}","data":{}}""";
    }

    [Fact]
    public async Task Bring_a_queues_message_again_whose_worker_was_killed()
    {
        const string account = "half-done";
        await app.Ask(HttpMethod.Put, $"accounts/{account}", "{}");
        using var reached = new SemaphoreSlim(0);
        app.Stack.Cosmos.Faults.Matching = request =>
        {
            if (request.PartitionKey == account) reached.Release();
            return request.PartitionKey == account;
        };
        app.Stack.Cosmos.Faults.RetryAfter = TimeSpan.FromSeconds(25); // for so long the function waits, in the middle of its work, and is killed long before
        app.Stack.Cosmos.Faults.ThrottleNext(1);
        var queue = new QueueClient(app.Stack.Endpoints.Storage, "due");
        try
        {
            await queue.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes($"[\"{account}\"]")));
            await reached.WaitAsync();
            await KillWorker();

            await Until.Holds(() => app.Log.Any(line => line.Contains("of queue due failed at try 1", StringComparison.Ordinal)), "the death to count as a failed try");
            await Until.Holds(async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0, "the message to be worked off by the next worker");
        }
        finally
        {
            app.Stack.Cosmos.Faults.Matching = _ => true;
            app.Stack.Cosmos.Faults.RetryAfter = TimeSpan.FromMilliseconds(20);
        }
    }

    private async Task<int> KillWorker()
    {
        await Until.Holds(() => Host.WorkerProcessId is not null, "a worker");
        var id = Host.WorkerProcessId!.Value;
        using var worker = Process.GetProcessById(id);
        worker.Kill();
        return id;
    }
}
