using Credits.Functions.Storage.Accounts;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.TopUps;

/// <summary>Starts the orchestration of every account that is at the level of its automatic top-up and has none alive: whatever was lost before is found so.</summary>
public sealed class TopUpSweepFunction(AccountDirectory directory, ILogger<TopUpSweepFunction> log)
{
    /// <summary>Runs on one instance at a time.</summary>
    [Function("TopUpSweep")]
    public async Task Run([TimerTrigger("%TopUpsSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellation)
    {
        var started = 0;
        await foreach (var page in directory.ToTopUp(cancellation))
        {
            foreach (var account in page)
                if (await TopUpInstance.Start(orchestrations, account, cancellation)) started++;
        }

        if (started > 0) log.LogInformation("{Accounts} accounts are topped up that no signal had begun", started);
    }
}
