using Microsoft.Extensions.Options;

namespace Credits.Functions.Telemetry;

/// <summary>Checks at start where telemetry is to go.</summary>
internal sealed class TelemetryCheck : IValidateOptions<TelemetryDestinations>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TelemetryDestinations options)
    {
        string[] faults = [.. options.Faults()];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
