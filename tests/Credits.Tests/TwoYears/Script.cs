using System.Globalization;
using System.Text;
using Credits.Limits;
using Credits.Plans;
using Credits.Thresholds;

namespace Credits.Tests.TwoYears;

/// <summary>Two years of an account, before they come.</summary>
internal sealed record Script(Timer Timer, DateTimeOffset Start, string? Zone, IReadOnlyList<Plan> Plans, IReadOnlyList<Happening> Happenings)
{
    public DateTimeOffset End => Start.AddYears(2);

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine().AppendLine(CultureInfo.InvariantCulture, $"from {Start:u}, {Zone ?? "UTC"}, {Show(Timer)}");
        foreach (var plan in Plans) text.AppendLine(Show(plan));
        var (now, clock) = (Start, WallClock.In(Zone));
        foreach (var happening in Happenings)
        {
            now = happening.After.From(now, clock);
            if (now > End) break;
            text.AppendLine(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd HH:mm}  {Show(happening)}");
            if (happening is Happening.SetZone(_, var zone)) clock = WallClock.In(zone);
        }

        return text.ToString();
    }

    private static string Show(Timer timer) => timer is Timer.Sleepy sleepy ? $"a timer that sleeps {string.Join(", ", sleepy.Hours)} hours" : $"{timer}";

    private static string Show(Happening happening) => happening is Happening.EditPlan edit ? $"edit {Show(edit.Plan)}" : $"{happening with { After = Now }}".Replace($"After = {Now}, ", "", StringComparison.Ordinal);

    private static readonly Pause Now = new Pause.Of(TimeSpan.Zero);

    private static string Show(Plan plan)
    {
        var terms = plan.Terms;
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{plan.Id}: {terms.Period.Every} {terms.Period.Anchor}, proration {terms.Proration}, {(object?)terms.Trial ?? "no trial"}, {terms.ExpiryNoticeDays ?? 0} days of notice, {new Listed<Threshold>(plan.Thresholds)}, {new Listed<Cap>(plan.Limits.Caps)}");
        foreach (var allotment in terms.Allotments)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture,
                $"    {allotment.Id}: {allotment.Amount} {allotment.CreditType} every {allotment.Cycle.Every} {allotment.Cycle.Anchor}, lives {allotment.Lifetime.Kind} {allotment.Lifetime.Term}, priority {allotment.Priority}, {(object?)allotment.Rollover ?? "no rollover"}");
        }

        return text.ToString();
    }
}
