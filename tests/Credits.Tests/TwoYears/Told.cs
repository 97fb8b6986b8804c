using System.Globalization;
using Credits.Grants;
using Credits.Journal;
using Credits.Thresholds;

namespace Credits.Tests.TwoYears;

/// <summary>That a threshold, the level of top-ups or a cap was reached, or is over.</summary>
internal sealed record Told(CrossingTurn Turn, CreditType Type, long? Credits, int? Percent, DateTimeOffset? Window, long Amount, bool OfTopUp = false)
{
    public static Told Of(Movement.Crossed crossed)
    {
        var crossing = crossed.Crossing;
        return new(crossed.Turn, crossing.CreditType, crossing.Level?.Millionths, crossing.Percent, crossing.Window, crossed.Amount.Millionths, crossing.Kind == CrossingKind.TopUp);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Window is { } start ? $"cap of {Credits} {Type} in the window from {start:u}" : $"{(OfTopUp ? "top-up at" : "threshold of")} {(Percent is { } percent ? $"{percent}%" : Credits)} {Type}")} {Turn} with {Amount}");
}
