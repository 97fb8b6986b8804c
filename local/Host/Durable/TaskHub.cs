using DurableTask.AzureStorage;
using DurableTask.Core;

namespace Credits.Local.Host.Durable;

/// <summary>The task hub: orchestrations' histories, messages and timers, kept in storage. Their code runs in the worker.</summary>
/// <remarks>
/// One process at a time works on a hub, as one stack at a time uses a data directory. So it always bears the same name, and finds the leases
/// of a killed one to be its own: there is nothing to wait for and nothing to break.
/// </remarks>
public sealed class TaskHub(
    DurableSettings settings, IReadOnlyDictionary<string, string> appSettings, OrchestrationTrigger orchestrations, ActivityTrigger activities, ILoggerFactory logs)
    : IAsyncDisposable
{
    private const string OnlyProcess = "local";
    private const int ConcurrentActivities = 20;
    private const int ConcurrentOrchestrations = 100;

    // A message that a killed process held is seen again after so long. It is renewed every 5 s while it is worked on: two of them may come late.
    private static readonly TimeSpan Unseen = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stopping = new();
    private AzureStorageOrchestrationService? _service;
    private TaskHubWorker? _dispatcher;

    /// <summary>Where orchestrations are started and asked for.</summary>
    public AzureStorageOrchestrationService Service => LazyInitializer.EnsureInitialized(ref _service, () => new(Storage()));

    /// <summary>Begins to work on what the hub holds.</summary>
    public async Task Start()
    {
        await Service.CreateIfNotExistsAsync();
        _dispatcher = new(Service, new RemoteTasks<TaskOrchestration>(), new RemoteTasks<TaskActivity>(), logs) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        _dispatcher.AddOrchestrationDispatcherMiddleware((context, _) => orchestrations.Run(context, _stopping.Token));
        _dispatcher.AddActivityDispatcherMiddleware((context, _) => activities.Run(context, _stopping.Token));
        await _dispatcher.StartAsync();
    }

    /// <summary>Takes no more work, lets what runs end for some seconds, and gives back the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_dispatcher is { } dispatcher)
        {
            _dispatcher = null;
            await Task.WhenAny(dispatcher.StopAsync(isForced: false), Task.Delay(StopDeadline));
        }
    }

    private AzureStorageOrchestrationServiceSettings Storage() => new()
    {
        TaskHubName = settings.HubName,
        StorageAccountClientProvider = new(Connection()),
        WorkerId = OnlyProcess,
        PartitionCount = 1,
        UseAppLease = false,
        UseTablePartitionManagement = true,
        ControlQueueVisibilityTimeout = Unseen,
        WorkItemQueueVisibilityTimeout = Unseen,
        MaxQueuePollingInterval = LongestPause,
        MaxConcurrentTaskActivityWorkItems = ConcurrentActivities,
        MaxConcurrentTaskOrchestrationWorkItems = ConcurrentOrchestrations,
        ThrowExceptionOnInvalidDedupeStatus = true,
        LoggerFactory = logs,
    };

    private string Connection() =>
        appSettings.TryGetValue(settings.ConnectionName, out var connection)
            ? connection
            : throw new InvalidOperationException($"The task hub '{settings.HubName}' is kept with connection '{settings.ConnectionName}', but there is no app setting '{settings.ConnectionName}'.");
}
