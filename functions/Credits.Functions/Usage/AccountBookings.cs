using Credits.Events;

namespace Credits.Functions.Usage;

/// <summary>What became of one account's events of a batch.</summary>
public sealed class AccountBookings
{
    private readonly List<(int Event, Refusal Refusal)> _refused = [];

    /// <summary>How many were debited.</summary>
    public int Booked { get; private set; }

    /// <summary>How many had been debited before.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Those that can't be booked, by their place among the events, and why.</summary>
    public IReadOnlyList<(int Event, Refusal Refusal)> Refused => _refused;

    internal void CountBooked() => Booked++;

    internal void CountDuplicate() => Duplicates++;

    internal void Refuse(int place, Refusal refusal) => _refused.Add((place, refusal));

    internal void Add(AccountBookings more)
    {
        Booked += more.Booked;
        Duplicates += more.Duplicates;
        _refused.AddRange(more._refused);
    }
}
