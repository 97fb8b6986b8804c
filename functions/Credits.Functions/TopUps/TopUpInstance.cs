using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Credits.Functions.TopUps;

/// <summary>The one orchestration that buys credits for an account: its id follows from the account's, so a second can't be alive beside it.</summary>
internal static class TopUpInstance
{
    private const string Prefix = "topup-";

    // Another prefix, so that no account is called like the hash of a longer one's name.
    private const string HashPrefix = "topup.sha256-";

    // The store takes 100 characters.
    private const int MaxPlainLength = 90;

    /// <summary>The instance of an account.</summary>
    public static string IdOf(AccountId account) =>
        account.Value.Length <= MaxPlainLength ? Prefix + account : HashPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account.Value)));

    /// <summary>Starts it, unless it is alive.</summary>
    /// <returns>Whether this call started it.</returns>
    public static async Task<bool> Start(DurableTaskClient orchestrations, AccountId account, CancellationToken cancellation)
    {
        var id = IdOf(account);
        if (await orchestrations.GetInstanceAsync(id, getInputsAndOutputs: false, cancellation) is { IsCompleted: false }) return false;

        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(TopUpOrchestration.Name, new TopUpOrder(account.Value), new StartOrchestrationOptions { InstanceId = id }, cancellation);
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
        {
            // Another signal of the account was first.
            return false;
        }
        catch (InvalidOperationException)
        {
            if (await orchestrations.GetInstanceAsync(id, getInputsAndOutputs: false, cancellation) is not { IsCompleted: false }) throw;

            return false;
        }
    }

    /// <summary>Tells it, if it is alive, that a payment it may wait for has changed.</summary>
    public static Task TellPayment(DurableTaskClient orchestrations, string instance, string payment, CancellationToken cancellation) =>
        Tell(orchestrations, instance, TopUpOrchestration.PaymentChanged, payment, cancellation);

    /// <summary>Tells it, if it is alive, that something has changed which it may wait for: what was agreed to, or a card.</summary>
    public static Task TellChange(DurableTaskClient orchestrations, AccountId account, CancellationToken cancellation) =>
        Tell(orchestrations, IdOf(account), TopUpOrchestration.SettingsChanged, "", cancellation);

    // What is told to one that is started but has not begun may be thrown away by the store: it reads everything anew when it begins.
    private static async Task Tell(DurableTaskClient orchestrations, string instance, string what, string value, CancellationToken cancellation)
    {
        if (await orchestrations.GetInstanceAsync(instance, getInputsAndOutputs: false, cancellation) is { IsCompleted: false })
            await orchestrations.RaiseEventAsync(instance, what, value, cancellation);
    }
}
