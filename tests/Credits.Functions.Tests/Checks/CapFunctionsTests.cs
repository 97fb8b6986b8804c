using System.Text;
using Credits.Accounts;
using Credits.Functions.Checks;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Journal;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Checks;

[Collection(RunningAccounts.Collection)]
public sealed class CapFunctionsTests(RunningAccounts running)
{
    private readonly Ledger _ledger = new(running);
    private readonly AccountId _id = Given.NewAccount();

    // The change is booked by the very commit that takes the caps.
    [Fact]
    public async Task New_caps_do_not_undo_a_scheduled_change_that_has_come_meanwhile()
    {
        var session = await _ledger.Open(_id);
        (await _ledger.Commit(session, commit => commit.Configure(commit.Account.Settings.With(new ScheduledChange(Given.Noon.AddHours(1)) { Pin = new(new RateCardPin(3, Until: null)) })))).ShouldBeTrue();
        var clock = new FakeTimeProvider(Given.Noon.AddHours(2));
        var writer = new AccountWriter(_ledger.Store, _ledger.Commits, new(Options.Create(new AccountStoreOptions())), new(), PlansFor.Nobody, clock);
        var request = new DefaultHttpContext().Request;
        (request.ContentType, request.Body) = ("application/json", new MemoryStream(Encoding.UTF8.GetBytes("""{"caps":[{"window":"day","limit":5}]}""")));

        ((Answer)await new CapFunctions(new(_ledger.Store, PlansFor.Nobody), writer, PlansFor.Nobody, clock).Put(request, _id.Value, CancellationToken.None)).Status.ShouldBe(200);

        var changes = (await _ledger.Entries(_id)).Skip(2).Select(entry => ((Movement.Configured)entry.Movement).Settings);
        changes.Select(settings => (settings.Pin?.Version, settings.Scheduled.Length, settings.Limits.Caps.Length)).ShouldBe([(3, 0, 0), (3, 0, 1)]);
    }
}
