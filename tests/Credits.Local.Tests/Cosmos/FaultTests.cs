using System.Net;
using Credits.Local.Cosmos;
using Microsoft.Azure.Cosmos;
using Shouldly;
using Xunit;
using static Credits.Local.Tests.Cosmos.Documents;

namespace Credits.Local.Tests.Cosmos;

public sealed class FaultTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>, IDisposable
{
    // Tests of one class run one after the other; each leaves no fault behind.
    public void Dispose()
    {
        cosmos.Gateway.Faults.ThrottleNext(0);
        cosmos.Gateway.Faults.FailNext(0);
        cosmos.Gateway.Faults.DropNextAnswers(0);
        cosmos.Gateway.Faults.RefuseNext(0, 0);
        cosmos.Gateway.Faults.FindFullNext(0);
        cosmos.Gateway.Faults.ThrottledShare = 0;
        cosmos.Gateway.Faults.RetryAfter = TimeSpan.FromMilliseconds(20);
        cosmos.Gateway.Faults.Matching = _ => true;
    }

    [Fact]
    public async Task The_SDK_waits_and_repeats_what_was_throttled()
    {
        var container = await cosmos.NewContainer();
        var throttled = cosmos.Gateway.Statistics.Throttled;
        cosmos.Gateway.Faults.ThrottleNext(3);
        using var created = await container.Create("one");
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        (cosmos.Gateway.Statistics.Throttled - throttled).ShouldBe(3);
    }

    [Fact]
    public async Task The_SDK_tells_how_long_to_wait_when_it_does_not_repeat()
    {
        var container = await cosmos.NewContainer();
        using var client = cosmos.NewClient(options => options.MaxRetryAttemptsOnRateLimitedRequests = 0);
        cosmos.Gateway.Faults.RetryAfter = TimeSpan.FromMilliseconds(1234);
        cosmos.Gateway.Faults.ThrottleNext(1);
        var refusal = await Should.ThrowAsync<CosmosException>(() => client.GetContainer(container.Database.Id, container.Id).ReadItemAsync<object>("one", new("a1")));
        refusal.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refusal.RetryAfter.ShouldBe(TimeSpan.FromMilliseconds(1234));
    }

    [Fact]
    public async Task Batches_at_a_random_rate_of_429_all_arrive_in_the_end()
    {
        // Patient enough for any bad luck: by default the SDK gives up after nine repetitions.
        using var client = cosmos.NewClient(options => options.MaxRetryAttemptsOnRateLimitedRequests = 100);
        var made = await cosmos.NewContainer();
        var container = client.GetContainer(made.Database.Id, made.Id);
        cosmos.Gateway.Faults.RetryAfter = TimeSpan.FromMilliseconds(1);
        cosmos.Gateway.Faults.ThrottledShare = 0.3;
        for (var i = 0; i < 20; i++)
        {
            using var answer = await container.CreateTransactionalBatch(new("a1")).CreateItemStream(Item($"i{i}")).ExecuteAsync();
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await container.Query("SELECT VALUE COUNT(1) FROM c")).ShouldBe(["20"]);
    }

    [Fact]
    public async Task What_answers_503_has_written_nothing()
    {
        var container = await cosmos.NewContainer();
        cosmos.Gateway.Faults.FailNext(1);
        using var created = await container.Create("one");
        created.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await container.Has("one")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_refused_has_written_nothing()
    {
        var container = await cosmos.NewContainer();
        cosmos.Gateway.Faults.RefuseNext(1, status: 403, subStatus: 1014);
        using var created = await container.Create("one");
        (created.StatusCode, created.Headers["x-ms-substatus"]).ShouldBe((HttpStatusCode.Forbidden, "1014"));
        (await container.Has("one")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_batch_that_finds_its_partition_full_has_written_nothing()
    {
        var container = await cosmos.NewContainer();
        cosmos.Gateway.Faults.FindFullNext(1);
        using var answer = await container.CreateTransactionalBatch(new("a1")).CreateItemStream(Item("one")).CreateItemStream(Item("two")).ExecuteAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        answer.Select(operation => operation.StatusCode).ShouldBe([HttpStatusCode.Forbidden, HttpStatusCode.FailedDependency]);
        answer.ErrorMessage.ShouldContain("reached maximum size");
        (await container.Has("one")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_batch_whose_answer_is_dropped_has_been_stored()
    {
        var container = await cosmos.NewContainer();
        cosmos.Gateway.Faults.DropNextAnswers(1);
        var failure = await Record.ExceptionAsync(async () =>
        {
            using var answer = await container.CreateTransactionalBatch(new("a1")).CreateItemStream(Item("one")).ExecuteAsync();
            answer.IsSuccessStatusCode.ShouldBeFalse();
        });

        (failure is null or HttpRequestException or CosmosException).ShouldBeTrue($"{failure}");
        (await container.Has("one")).ShouldBeTrue();
    }

    [Fact]
    public async Task Only_matching_requests_meet_a_fault()
    {
        var container = await cosmos.NewContainer();
        cosmos.Gateway.Faults.Matching = request => request is { Kind: CosmosRequestKind.Write, PartitionKey: "a2" };
        cosmos.Gateway.Faults.FailNext(1);
        using var spared = await container.Create("one", account: "a1");
        using var hit = await container.Create("one", account: "a2");
        (spared.StatusCode, hit.StatusCode).ShouldBe((HttpStatusCode.Created, HttpStatusCode.ServiceUnavailable));
    }

    [Fact]
    public async Task The_statistics_count_what_the_service_would_charge_for()
    {
        var container = await cosmos.NewContainer();
        using var warm = await container.Find("nobody");
        var (requests, operations) = (cosmos.Gateway.Statistics.Requests, cosmos.Gateway.Statistics.Operations);

        using var batch = await container.CreateTransactionalBatch(new("a1")).CreateItemStream(Item("one")).CreateItemStream(Item("two")).CreateItemStream(Item("three")).ExecuteAsync();
        using var read = await container.Find("one");
        await container.Query("SELECT * FROM c"); // one page, and a plan that costs nothing

        (cosmos.Gateway.Statistics.Requests - requests, cosmos.Gateway.Statistics.Operations - operations).ShouldBe((3, 5));
    }
}
