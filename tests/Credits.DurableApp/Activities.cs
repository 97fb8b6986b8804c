using Microsoft.Azure.Functions.Worker;

namespace Credits.DurableApp;

/// <summary>What an activity is given and gives.</summary>
public sealed record Order(string Account, long Millionths, string[] Packs);

/// <summary>Activities that leave a trace each time they run.</summary>
public sealed class Activities(Ledger ledger)
{
    /// <summary>Notes a step and answers it.</summary>
    [Function(nameof(Note))]
    public string Note([ActivityTrigger] string step, string instanceId)
    {
        ledger.Add(instanceId, step);
        return step;
    }

    /// <summary>Squares a number.</summary>
    [Function(nameof(Square))]
    public int Square([ActivityTrigger] int number, string instanceId)
    {
        ledger.Add(instanceId, $"{number}");
        return number * number;
    }

    /// <summary>Adds one to an order's amount.</summary>
    [Function(nameof(AddOne))]
    public static Order AddOne([ActivityTrigger] Order order) => order with { Millionths = order.Millionths + 1 };

    /// <summary>Joins texts.</summary>
    [Function(nameof(Join))]
    public static string Join([ActivityTrigger] string[] texts) => string.Join('+', texts);

    /// <summary>Begins, and ends when the test says so.</summary>
    [Function(nameof(Hold))]
    public async Task<string> Hold([ActivityTrigger] string step, string instanceId, CancellationToken cancellation)
    {
        ledger.Add(instanceId, "begun " + step);
        await ledger.Released(instanceId, cancellation);
        ledger.Add(instanceId, step);
        return step;
    }

    /// <summary>Fails until it was tried so often.</summary>
    [Function(nameof(Succeed))]
    public int Succeed([ActivityTrigger] int atTry, string instanceId)
    {
        ledger.Add(instanceId, "try");
        var tried = ledger.Count(instanceId, "try");
        return tried >= atTry ? tried : throw new InvalidOperationException($"declined at try {tried}");
    }
}
