namespace Credits.Bench.EndToEnd;

/// <summary>What an account shows, and what is wrong with it; null when nothing is.</summary>
internal readonly record struct Shown(long Debits, decimal Burned, string? Fault);

/// <summary>A workload's accounts in the product: opened over the API before it is sent, held against it afterwards.</summary>
internal static class WorkloadAccounts
{
    private const int ParallelRequests = 4;

    // The product verifies no more at a time.
    private const int ParallelVerifications = 2;
    private const decimal GrantedToEach = 1_000_000_000;
    private const decimal MillionthsPerCredit = 1_000_000;

    /// <summary>Opens each, with more credits than its events can burn.</summary>
    public static Task Open(StackProcess stack, Workload workload, DateTimeOffset start, CancellationToken cancellation) =>
        Parallel.ForEachAsync(workload.Expected, Options(ParallelRequests, cancellation), async (account, stop) =>
        {
            await stack.Ask(HttpMethod.Put, $"accounts/{account.Account}", "{}", stop);
            await stack.Ask(HttpMethod.Post, $"accounts/{account.Account}/grants",
                $$"""{"id":"first","kind":"purchase","amount":{{GrantedToEach}},"effectiveAt":"{{start.AddDays(-1):O}}"}""", stop);
        });

    /// <summary>What each shows: debits and credits must be exact, and its journal must verify.</summary>
    public static async Task<IReadOnlyList<Shown>> Check(StackProcess stack, Workload workload, CancellationToken cancellation)
    {
        var shown = new Shown[workload.Expected.Length];
        await Parallel.ForEachAsync(Enumerable.Range(0, shown.Length), Options(ParallelVerifications, cancellation), async (i, stop) => shown[i] = await Check(stack, workload.Expected[i], stop));
        return shown;
    }

    private static async Task<Shown> Check(StackProcess stack, Expected account, CancellationToken cancellation)
    {
        var balances = (await stack.Ask(HttpMethod.Get, $"accounts/{account.Account}/balance", null, cancellation))["balances"]![0]!;
        var (debits, burned) = (balances["debits"]!.GetValue<long>(), balances["burned"]!.GetValue<decimal>());
        if (debits != account.Debits || burned != account.Millionths / MillionthsPerCredit)
            return new(debits, burned, $"{account.Account} has {debits} debits of {burned} credits, not {account.Debits} of {account.Millionths / MillionthsPerCredit}.");

        var verification = await stack.Ask(HttpMethod.Get, $"accounts/{account.Account}/verify", null, cancellation);
        return new(debits, burned, verification["verified"]!.GetValue<bool>() ? null : $"The journal of {account.Account} does not lead to its account: {verification}");
    }

    private static ParallelOptions Options(int parallel, CancellationToken cancellation) => new() { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation };
}
