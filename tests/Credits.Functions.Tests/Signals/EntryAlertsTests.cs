using Credits.Functions.Signals;
using Credits.Functions.Tests.Building;
using Credits.Grants;
using Credits.Journal;
using Credits.Thresholds;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Signals;

/// <summary>What people are told of each kind of entry.</summary>
public sealed class EntryAlertsTests
{
    private static readonly AccountId Acme = AccountId.Parse("acme");
    private static readonly Crossing Twenty = new(CrossingKind.Threshold) { Level = Credits.Of(20) };

    [Fact]
    public void Little_that_is_left() =>
        Told(new Movement.Crossed(Twenty, CrossingTurn.Reached, Credits.Of(15))).ShouldBe("""balance.below {"creditType":"credits","threshold":20,"left":15,"entry":1}""");

    [Fact]
    public void A_percentage_that_is_left() =>
        Told(new Movement.Crossed(new(CrossingKind.Threshold) { Percent = 20 }, CrossingTurn.Reached, Credits.Of(15)))
            .ShouldBe("""balance.below {"creditType":"credits","thresholdPercent":20,"left":15,"entry":1}""");

    [Fact]
    public void Nothing_that_is_left() =>
        Told(new Movement.Crossed(new(CrossingKind.Threshold) { Level = Credits.Zero }, CrossingTurn.Reached, Credits.Of(-5))).ShouldBe("""balance.exhausted {"creditType":"credits","threshold":0,"left":-5,"entry":1}""");

    [Fact]
    public void More_that_is_left_again() =>
        Told(new Movement.Crossed(Twenty, CrossingTurn.Recovered, Credits.Of(70))).ShouldBe("""balance.recovered {"creditType":"credits","threshold":20,"left":70,"entry":1}""");

    [Fact]
    public void A_cap_that_is_reached() =>
        Told(new Movement.Crossed(Crossing.OfCap(CreditType.Default, Credits.Of(10), "Day:|", Given.Noon.Date.ToUniversalTime()), CrossingTurn.Reached, Credits.Of(11)))
            .ShouldBe("""cap.reached {"creditType":"credits","limit":10,"burned":11,"counter":"Day:|","windowStart":"2026-03-01T00:00:00Z","entry":1}""");

    [Fact]
    public void A_grant_that_is_about_to_expire() =>
        Told(new Movement.Crossed(Crossing.OfExpiry(Given.Grant(100)), CrossingTurn.Reached, Credits.Of(40))).ShouldBe("""grant.expiring {"creditType":"credits","grantId":"grant","remaining":40,"entry":1}""");

    [Fact]
    public void A_grant() =>
        Told(new Movement.Granted(Given.Grant(100, until: Given.Noon))).ShouldBe("""grant.created {"creditType":"credits","grantId":"grant","kind":"purchase","amount":100,"expiresAt":"2026-03-01T12:00:00Z","entry":1}""");

    [Fact]
    public void A_grant_that_expired() =>
        Told(new Movement.Expired(CreditType.Default, "grant", Credits.Of(3))).ShouldBe("""grant.expired {"creditType":"credits","grantId":"grant","expired":3,"entry":1}""");

    [Fact]
    public void Nothing_of_what_nobody_wants_to_know_any_more() => Told(new Movement.Crossed(Twenty, CrossingTurn.Dropped, Credits.Of(15))).ShouldBeNull();

    [Theory]
    [InlineData(CrossingTurn.Reached)]
    [InlineData(CrossingTurn.Recovered)]
    public void Nothing_of_the_level_of_a_top_up_which_is_told_itself(CrossingTurn turn) => Told(new Movement.Crossed(Crossing.OfTopUp(CreditType.Default, Credits.Of(20)), turn, Credits.Of(15))).ShouldBeNull();

    [Fact]
    public void Nothing_of_usage() => Told(new Movement.Debited(Given.Event(Acme), Given.Charge(), [], Credits.Zero)).ShouldBeNull();

    [Fact]
    public void The_same_entry_is_the_same_alert()
    {
        using var chain = new HashChain();
        var entry = chain.Seal(global::Credits.Accounts.EntryHash.Genesis(Acme), 17, Given.Noon, new Movement.Granted(Given.Grant(1)));

        var alert = EntryAlerts.Of(Acme, "pro", entry)!;

        (alert.Id, alert.Time, alert.Account, alert.Plan).ShouldBe(("acme-17-grant.created", Given.Noon, Acme, "pro"));
    }

    private static string? Told(Movement movement)
    {
        using var chain = new HashChain();
        var entry = chain.Seal(global::Credits.Accounts.EntryHash.Genesis(Acme), 1, Given.Noon, movement);
        return EntryAlerts.Of(Acme, plan: null, entry) is { } alert ? $"{alert.Type} {alert.Data.ToJsonString()}" : null;
    }
}
