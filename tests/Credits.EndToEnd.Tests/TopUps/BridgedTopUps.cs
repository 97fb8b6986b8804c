namespace Credits.EndToEnd.Tests.TopUps;

/// <summary>
/// The steps of a top-up are what one changes outside the worker when nothing is killed. For each of them there is an account whose top-up is held in that very step; then the worker is killed
/// in the midst of them all.
/// </summary>
internal sealed class BridgedTopUps(BridgedStack running)
{
    public const string Collection = "Kills of top-ups";

    // That a commit was told is noted by itself, or with the next commit if that was quicker.
    private const string ToldNote = "cosmos: PUT credits/accounts/docs/account";

    private TopUpShop Shop => running.Shop;

    private Steps Steps => running.Bridge.Steps;

    /// <summary>Takes an account through a top-up, or the last part of one.</summary>
    /// <returns>What it has changed in the last part, up to a last step.</returns>
    public async Task<IReadOnlyList<string>> StepsOf(string card, Func<string, Task> begin, Func<string, Task> goOn, string last)
    {
        var account = await Shop.Welcome(card);
        Steps.Watch(account);
        await begin(account);
        Steps.Watch(account);
        await goOn(account);
        await ApiClient.Until(() => Task.FromResult(Steps.AreDone(account, last)), done => done, $"'{last}' of {account}");
        return Steps.ChangesOf(account);
    }

    /// <summary>Takes an account for each step to it, kills the worker, and waits until all are over.</summary>
    public async Task<IReadOnlyList<Hold>> KillIn(IReadOnlyList<string> steps, Moment moment, string card, Func<string, Task> begin, Func<string, Task> goOn)
    {
        var accounts = await Task.WhenAll(steps.Select(async _ =>
        {
            var account = await Shop.Welcome(card);
            Steps.Watch(account);
            await begin(account);
            Steps.Watch(account);
            return account;
        }));
        Hold[] holds = [.. steps.Zip(accounts, (step, account) => Steps.HoldAt(account, step, moment))];

        var going = Task.WhenAll(accounts.Select(goOn));
        await Steps.UntilReached(holds.Where(hold => !hold.Step.StartsWith(ToldNote, StringComparison.Ordinal)));
        await running.KillWorker();
        foreach (var hold in holds) hold.Release();
        await going;
        foreach (var account in accounts) await Shop.UntilOver(account);
        return holds;
    }

    /// <summary>Waits until an account's charge is in processing, and everybody has been told.</summary>
    public async Task UntilProcessing(string account)
    {
        await Shop.Burn(account);
        await ApiClient.Until(
            () => Task.FromResult(Steps.AreDone(account, $"{ToldNote} #1", "tables: PUT purchases #2", "webhooks: POST payment_intent.processing #1")),
            told => told, $"the charge of {account} to be in processing");
    }
}

/// <summary>One after the other: each kills all that it has begun.</summary>
[CollectionDefinition(BridgedTopUps.Collection)]
public sealed class BridgedTopUpsCollection;
