using Credits.Accounts;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Credits.Limits;
using Credits.Periods;
using Credits.Plans;
using Credits.Rating;
using Credits.Subscriptions;
using Credits.Thresholds;

namespace Credits.Tests.Journal;

public sealed class Hash_chain_should
{
    // Computed apart from the code, from the layout that CanonicalBytes describes. If one changes, no journal written before can be
    // verified any more: then the layout needs a new version beside the old one, not a new hash here.
    public static TheoryData<string, Movement> Golden => new()
    {
        { "C1a94/xED/qrxVTXpakEgyxbf+FDXqz3hdyyBFJ6aps=", new Movement.Configured(new() { Name = "Größe & Co.", RepaysOverdraft = true }) },
        {
            "Rx9eyLH2FtmGGbzwydLSM4yrLjuu8FZpulawwjyfUrQ=",
            new Movement.Granted(Given.Grant(
                100, "pack-1", GrantKind.Purchase, from: new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), until: new(2027, 3, 1, 0, 0, 0, TimeSpan.Zero),
                priority: 100, Given.Premium, "image", "llm.call"))
        },
        {
            "K1PlZcq0nLpzq7WyWNiyFt9ZwM25GJ319rgZGOaqmyc=",
            new Movement.Debited(
                Given.Event("""{"inputTokens":374,"outputTokens":44}""", id: "event-1"), Given.Charge(0.506m),
                [new("promo", Credits.Of(0.5m)), new("pack-1", Credits.Of(0.005m))], Overdraft: Credits.Of(0.001m))
        },
        { "E8UKtJjYIerzVx4oXj/Ec9cd7JuXmU8evJNyrRN+jQ8=", new Movement.Repaid(CreditType.Default, [new("pack-1", Credits.Of(0.001m))]) },
        { "+xa9eZelCtQZOMg9ussgPmbSTumcTKugjFFl3WpoeD8=", new Movement.Expired(CreditType.Default, "pack-1", Credits.Of(99.494m)) },
        { "ekQE+0NxUFkSL56CMsTGTUE7y2M3H5uSqRxGfYeYgS4=", new Movement.Voided(CreditType.Default, "pack-1", Credits.Of(99.494m), "charged back") },
        {
            "iSY+vh9drJlv1uK3R1tAOrVgsdcvfYYOMWWsR/NJHkY=",
            new Movement.Held(Given.Hold("job-7", until: Given.Noon.AddHours(1), meter: "image", member: "ann", type: Given.Premium) with
            {
                Portions = [new("promo", Credits.Of(5)), new("pack-1", Credits.Of(2.5m))],
            })
        },
        {
            "QCPC8AnYnwMf/ZSXJnqVnubIHtbKeQ0iD2EMvVksLBw=",
            new Movement.Held(Given.Hold("job-8", until: Given.Noon.AddMinutes(30), meter: null) with { Portions = [new("pack-1", Credits.FromMillionths(1))] })
        },
        { "eLa0FDiOyHor9Wc1hIoTKPAqGGxIPHXrZQopQrCGTkE=", new Movement.Released(Given.Premium, "job-7", Credits.Of(7.5m), HoldEnd.Lapsed) },
        {
            "+0nAT6Z/4KZ82FFchQLCmtGA9a3eONKJ+5OBNJrmnkk=",
            new Movement.Deducted("correction-1", CreditType.Default, Credits.Of(12), [new("pack-1", Credits.Of(9))], Overdraft: Credits.Of(3), "granted twice")
        },
        {
            "WzDOaaX6gShGxrK3YABPNocqrduSZq/fBFVE+xDV5E8=",
            new Movement.Reversed(
                Debit: 41, CreditType.Default, [new("promo", Credits.Of(0.5m)), new("pack-1", Credits.Of(0.005m))], Forgiven: Credits.Of(0.001m),
                [new("llm.call.tokens", March, Given.Units(418))], "Fehler im Zähler")
        },
        {
            "5JJ8lBmsDBboaMZcJbxApup7D8MMm8K9zch/PCSMw8k=",
            new Movement.Subscribed(new(
                new()
                {
                    Period = new(new(1, TermUnit.Year), CycleAnchor.Subscription),
                    Proration = Proration.ByDays,
                    Trial = new(14, Then: "free"),
                    Allotments =
                    [
                        new("monthly", Credits.Of(1_000), Cycle.Monthly)
                        {
                            CreditType = Given.Premium,
                            Priority = 50,
                            Rollover = new(50, Credits.Of(1), Credits.Of(100), Periods: 2),
                        },
                        new("daily", Credits.Of(2.5m), new(new(14, TermUnit.Day), CycleAnchor.Subscription)) { Lifetime = Lifetime.Of(new(3, TermUnit.Month)) },
                    ],
                },
                Turn))
        },
        { "jOZsNabEmio0Xe169B/tuy09Rve/lCMAgOqosoUW6u4=", new Movement.Crossed(Given.PercentThreshold(20).Crossing, CrossingTurn.Reached, Credits.Of(199.5m)) },
        { "/Hp476uJXEh2YBH95RLh790Xzih318yAPBmnnCFJr20=", new Movement.Crossed(Crossing.OfCap(Given.Premium, Credits.Of(100), "Day/premium:ann|", March), CrossingTurn.Reached, Credits.Of(100)) },
        { "KUityPB8qCmzRJ41MB46sK44y/Ok9pW0Hpv9/nfXxi8=", new Movement.Crossed(Crossing.OfExpiry(Given.Grant(5, "pack-1")), CrossingTurn.Reached, Credits.Of(5)) },
        { "KOOj9Fmnd/MlvsPHigkfCJmmLzi3nes70yXI1y1D6V4=", new Movement.Crossed(Crossing.OfTopUp(CreditType.Default, Credits.Of(10)), CrossingTurn.Dropped, Credits.Of(-2)) },
        { "hkgXa62OHbqk2gzjklo5ZXCGYbeZpiu40MN5S8146RU=", new Movement.Subscribed(new(new() { ExpiryNoticeDays = 14 }, new("free", March, []))) },
        { "tkQ2TtKBWFh4j9oqt7Uu8ejiPQj7JrwhEAGL7pfW5w8=", new Movement.Subscribed(new(PlanTerms.None, new("free", March, []))) },
        { "yeb9niimTIcWfIrkxaOOuF/JRBnZ2MjahJpCrCJzD88=", new Movement.Subscribed(new(new() { Trial = new(14, Then: "free") }, new("trial", March, []))) { TrialEnd = March.AddDays(14) } },
        { "HGUj5rrJw/fwoXdeDJJRbMCyAHAU/mXmZaT+KFdrSqE=", new Movement.Subscribed(new(new() { Trial = new(14, Then: "free"), ExpiryNoticeDays = 14 }, new("trial", March, []))) { TrialEnd = March.AddDays(14) } },
        { "inyccFZkdt97+bkvwtlYUiwgL1kVSdz5CGGUOgNmziY=", new Movement.Unsubscribed(Turn) },
        {
            "v/sVq0IW5p0SY5Slhu660kNTsfw8WrulGBw+xP4vFY0=",
            new Movement.RolledOver("allotment-7", Given.Grant(2.5m, "rollover-9", GrantKind.Allotment, from: March, until: June))
        },
    };

    // What came later than the first layout: an entry that has any of it is written in the extended one.
    public static TheoryData<string, Movement> GoldenExtended => new()
    {
        {
            "3UJo/2cWB/auCrohBBiVwIlsTwoPjB5v8+DTNeuEV1M=",
            new Movement.Granted(Given.Grant(100, "pi_1", from: March, until: new(2027, 3, 1, 0, 0, 0, TimeSpan.Zero)) with { Cost = new(9_900, "EUR") })
        },
        {
            "9PzGAUKfyjdWSHsTozx+r2HIgcfCdniJ7pbLE5bsYD0=",
            new Movement.Debited(
                Given.Event("""{"inputTokens":374}""", id: "event-2") with { Member = "ann", Hold = "job-6" },
                Given.Charge(0.374m) with { Cost = new(1_500, "USD"), Counted = [new("llm.call.inputTokens", March, Given.Units(374))] },
                [new("pack-1", Credits.Of(0.374m))], Overdraft: Credits.Zero)
            {
                Hold = "job-6",
                CapUses = [new("Day:|", March), new("Month/premium:ann|llm.call", March)],
            }
        },
        {
            "j3QU/fLpwcFGuiUfy8XLKfekLqFaM9EguL2hmEscCAM=",
            new Movement.Debited(Given.Event(id: "event-3") with { Member = "ann", Hold = "gone" }, Given.Charge(1), [], Overdraft: Credits.Of(1))
        },
        {
            "+8yb9XDCLVllqpx6aZ1r0BKxF7FGvlHCzhGnzdbBW64=",
            new Movement.Configured(new()
            {
                Name = "Acme",
                Limits = new()
                {
                    Policy = LimitPolicy.Overdraft,
                    OverdraftLimit = Credits.Of(50),
                    CapturesBeyondHold = false,
                    Paused = true,
                    PausedMembers = ["bob", "eve"],
                    Caps =
                    [
                        new(new("llm.call", Member: null, EachMember: true), CapWindow.Day, Credits.Of(100), SetBy.Operator),
                        new(new(Meter: null, "ann", EachMember: false), CapWindow.Month, Credits.Of(2.5m), SetBy.Customer),
                    ],
                },
            })
        },
        {
            "aSDjiv17cQv1LG21lUk6nPMgerY9nHvzk1IM80eG8dI=",
            new Movement.Configured(new() { Name = "Acme", Plan = "pro", RateCard = "default", Limits = new() { Policy = LimitPolicy.Block, CapturesBeyondHold = true } })
        },
        {
            "7tYUxX7yXqzoE6X6JEq23ooISHk7aC25gs9yZ9au5zM=",
            new Movement.Configured(new()
            {
                Name = "Acme",
                Thresholds = [Given.Threshold(100), new(Given.Premium, Left: null, Percent: 20, SetBy.Customer)],
                ExpiryNoticeDays = 7,
            })
        },
        {
            "vfyjTiGgziGEOXenkBE1SWazYf+YCJCrBXOQzeD0hjA=",
            new Movement.Configured(new()
            {
                TopUp = new(
                    new(Credits.Of(50), "pack-500") { RefillTo = Credits.Of(500), MaxPerMonth = 3, MaxSpendPerMonth = new(20_000, "EUR") }, new("ann@acme.example", March), "https://app.example/billing")
                {
                    PaymentMethod = "pm_1",
                    Paused = "declined",
                },
            })
        },
        { "67G89cwnSymx3O6hHj8eC4rb9t8BAVUnaWYbcRM6yiI=", new Movement.Configured(new() { Name = "Acme", Plan = "pro", Former = new("free", new(3, June), "own", April) }) },
        {
            "pzC/iN+jGOBgBtrrodysclZaO0kz+qTg2WZQKZsUiHY=",
            new Movement.Configured(new() { Name = "Acme", Pin = new(4, Until: null), TopUp = Given.TopUp(), Former = new(Plan: null, Pin: null, RateCard: null, April) })
        },
        { "PI4SihW1KRFmnblhTfR2tjUioz3Hisdjov9EibnYxAA=", new Movement.Configured(new() { Name = "Acme", TimeZone = "Europe/Berlin" }) },
        { "gzJJsQKy82cyDZ5hHzuucFrn2MCYn+gg6Y+sUK9Yl4E=", new Movement.Configured(new() { Plan = "pro", RateCard = "default", TimeZone = "Asia/Kolkata" }) },
        {
            "FhxzPwnQSIBgByJo68cja2UZgC+pOlFqSgioi+6UNnI=",
            new Movement.Configured(new()
            {
                RateCard = "gold",
                RepaysOverdraft = false,
                Pin = new(3, Until: June),
                BillingDay = 15,
                Overrides =
                [
                    RateOverride.Multiply("image", new(800_000), Condition.In("model", "large", "xl")) with { From = Given.Noon },
                    RateOverride.Replace(new()
                    {
                        Meter = "llm.call",
                        Conditions = [Condition.Between("size", 1.50m, 10)],
                        CreditType = Given.Premium,
                        Minimum = Credits.Zero,
                        Maximum = Credits.Of(20),
                        Rounding = new(RoundingMode.HalfUp, Credits.Of(0.01m)),
                        Components =
                        [
                            new("inputTokens", Credits.Of(2), 1_000)
                            {
                                Included = Given.Units(10),
                                Counter = "shared",
                                CostMillionths = 1_500,
                                TierMode = TierMode.Volume,
                                Tiers = [new(Given.Units(100), Credits.Of(3)), new(null, Credits.Of(0.5m))],
                            },
                        ],
                    }) with { Until = June },
                ],
            })
        },
        {
            "xzpluPkxl9c2OTylVid2gu/W/r52hdNsG8RY3QgBTeM=",
            new Movement.Granted(Given.Grant(1_000, "allotment-7", GrantKind.Allotment, from: March, until: April, priority: 50, Given.Premium) with
            {
                Allotment = new("pro", "monthly", April),
                Rollover = new(50, Credits.Of(1), Credits.Of(100), June),
            })
        },
        {
            "d+Tau9FdV8f7Dc6HGFPdtaIFdgNYkhPrDTFRpYxcqh0=",
            new Movement.Granted(Given.Grant(5, "allotment-8", GrantKind.Allotment, from: March) with { Allotment = new("pro", "daily", April) })
        },
        {
            "DExTB7rVv5YCUk03p/281b+1J36tZYlOl6ej+bOG8oQ=",
            new Movement.Configured(new()
            {
                Name = "Acme",
                Scheduled =
                [
                    new(April)
                    {
                        Plan = new("pro"),
                        Pin = new(new RateCardPin(3, June)),
                        Caps = [new(new("llm.call", Member: null, EachMember: true), CapWindow.Day, Credits.Of(100), SetBy.Operator)],
                    },
                    new(June) { Plan = new(Id: null), Pin = new(Pin: null), Caps = [] },
                    new(June) { Pin = new(new RateCardPin(4, Until: null)) },
                ],
            })
        },
    };

    private static PlanTurn Turn => new("pro", March, [new("monthly", June) { AtMost = Credits.Of(1.5m) }, new("daily", March)]);

    private static DateTimeOffset March => new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset April => new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset June => new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory, MemberData(nameof(Golden)), MemberData(nameof(GoldenExtended))]
    public void Seal_a_movement_with_the_same_hash_for_ever(string hash, Movement movement) =>
        Seal(EntryHash.Genesis(Given.Acme), movement).Hash.ToString().ShouldBe(hash);

    [Fact]
    public void Have_a_golden_hash_for_every_kind_of_movement() =>
        Golden.Select(row => row[1].GetType()).Distinct().ShouldBe(typeof(Movement).GetNestedTypes(), ignoreOrder: true);

    [Fact]
    public void Seal_the_predecessor_too()
    {
        var movement = new Movement.Configured(new());

        Seal(EntryHash.Genesis(Given.Acme), movement).Hash.ShouldNotBe(Seal(EntryHash.Genesis(AccountId.Parse("other")), movement).Hash);
    }

    [Fact]
    public void Seal_a_moment_alike_whatever_the_offset_it_is_written_in()
    {
        var inBerlin = Given.Noon.ToOffset(TimeSpan.FromHours(1));

        Seal(EntryHash.Genesis(Given.Acme), new Movement.Granted(Given.Grant(1, from: inBerlin))).Hash
            .ShouldBe(Seal(EntryHash.Genesis(Given.Acme), new Movement.Granted(Given.Grant(1, from: Given.Noon))).Hash);
    }

    // A lone surrogate and the replacement character it would be written as.
    [Fact]
    public void Refuse_ill_formed_text_rather_than_seal_two_texts_alike() =>
        Should.Throw<ArgumentException>(() => Seal(EntryHash.Genesis(Given.Acme), new Movement.Voided(CreditType.Default, "pack", Credits.Of(1), "\ud800")));

    [Fact]
    public void Seal_rightly_after_it_refused()
    {
        using var chain = new HashChain();
        var genesis = EntryHash.Genesis(Given.Acme);
        Should.Throw<ArgumentException>(() => chain.Seal(genesis, 1, Given.Noon, new Movement.Configured(new() { Name = "\ud800" })));

        var entry = chain.Seal(genesis, 1, Given.Noon, new Movement.Configured(new()));

        entry.ShouldBe(Seal(genesis, new Movement.Configured(new())));
    }

    [Fact]
    public void Seal_texts_of_any_length() =>
        Gen.String[Gen.Char.AlphaNumeric, 0, 5_000].Sample(text =>
        {
            using var used = new HashChain();
            var genesis = EntryHash.Genesis(Given.Acme);
            used.Seal(genesis, 1, Given.Noon, new Movement.Configured(new() { Name = "another" }));

            var movement = new Movement.Configured(new() { Name = text });

            used.Seal(genesis, 1, Given.Noon, movement).ShouldBe(Seal(genesis, movement));
            used.LastEntryBytes.ShouldBeGreaterThan(text.Length);
        });

    private static Entry Seal(EntryHash previous, Movement movement)
    {
        using var chain = new HashChain();
        return chain.Seal(previous, sequence: 1, Given.Noon, movement);
    }
}
