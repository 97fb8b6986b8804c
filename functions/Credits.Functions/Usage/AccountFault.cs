using System.Text.Json;
using Credits.Functions.Storage.Accounts;

namespace Credits.Functions.Usage;

/// <summary>Tells what is wrong with one account, or with what prices it, from a store that fails: only the latter passes by itself.</summary>
internal static class AccountFault
{
    /// <summary>Whether trying again would fail again: the state contradicts itself, can't be read, or brings the code to an end that it has no answer for, or the store takes no commit of it.</summary>
    public static bool IsOne(Exception e) =>
        e is RefusedCommitException
            or InvalidOperationException and not ObjectDisposedException
            or FormatException or JsonException or ArithmeticException or ArgumentException or KeyNotFoundException or TimeZoneNotFoundException or NullReferenceException or IndexOutOfRangeException;

    /// <summary>What is wrong, and what to do about it before an event is replayed.</summary>
    public static string Tell(AccountId account, Exception fault) =>
        fault is RefusedCommitException ? $"{fault.Message} Then replay this event." : $"Account '{account}' can't be worked with ({fault.Message}); verify and mend it, then replay this event.";
}
