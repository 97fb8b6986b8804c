namespace Credits.EndToEnd.Tests.TopUps;

/// <summary>A step that is held from when it comes until whoever asked for it is dead, or gives up.</summary>
/// <param name="account">Whose it is.</param>
/// <param name="step">Which.</param>
/// <param name="moment">Where in it.</param>
internal sealed class Hold(string account, string step, Moment moment)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Account => account;

    public string Step => step;

    public Moment Moment => moment;

    /// <summary>Whether it has come.</summary>
    public bool IsReached => _reached.Task.IsCompleted;

    /// <summary>Whether it was released, reached or not.</summary>
    public bool IsReleased => _released.Task.IsCompleted;

    public override string ToString() => $"{moment} {step}";

    /// <summary>Holds it until the one who asked is gone, or is told that nobody answers.</summary>
    public async Task Until(CancellationToken gone)
    {
        _reached.TrySetResult();
        await _released.Task.WaitAsync(gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends it, for those who were not killed.</summary>
    public void Release() => _released.TrySetResult();
}

/// <summary>Where a step is held.</summary>
public enum Moment
{
    /// <summary>It was asked for, and has not happened.</summary>
    Before,

    /// <summary>It has happened, and whoever asked for it does not know.</summary>
    After,
}
