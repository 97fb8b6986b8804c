using System.Collections.Immutable;

namespace Credits.Functions.Storage.Alerts;

/// <summary>Where alerts go: a webhook or a mailbox.</summary>
public sealed record AlertEndpoint
{
    /// <summary>How long a replaced secret goes on signing beside the new one.</summary>
    public static readonly TimeSpan SecretOverlap = TimeSpan.FromHours(24);

    /// <summary>Whose it is.</summary>
    public required AlertOwner Owner { get; init; }

    /// <summary>Unique for its owner.</summary>
    public required string Id { get; init; }

    /// <summary>The webhook's address; null for a mailbox.</summary>
    public string? Url { get; init; }

    /// <summary>The mailbox; null for a webhook.</summary>
    public string? Email { get; init; }

    /// <summary>The types of alerts it wants; empty for all.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>Only accounts on this plan; null for every account of its owner.</summary>
    public string? Plan { get; init; }

    /// <summary>What people call it.</summary>
    public string? Description { get; init; }

    /// <summary>What its webhooks are signed with; null for a mailbox. Never answered but when it is made, and never logged.</summary>
    public string? Secret { get; init; }

    /// <summary>The secret before; signs too until <see cref="PreviousSecretUntil"/>.</summary>
    public string? PreviousSecret { get; init; }

    /// <summary>Until when the secret before signs.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }

    /// <summary>Since when nothing reached it; null when the last alert did, or none was sent yet.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why nothing is sent to it any more, as one of <see cref="DisableReasons"/>; null when it is in use.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>Since when nothing is sent to it.</summary>
    public DateTimeOffset? DisabledSince { get; init; }

    /// <summary>Whether nothing is sent to it any more.</summary>
    public bool IsDisabled => DisabledReason is not null;

    /// <summary>Whether it is to be told of an alert about an account on a plan.</summary>
    public bool Wants(string type, string? plan) => (Types.IsEmpty || Types.Contains(type)) && Concerns(plan);

    /// <summary>Whether it is told of accounts on a plan.</summary>
    public bool Concerns(string? plan) => Plan is null || Plan == plan;

    /// <summary>The secrets that sign now, the newest first.</summary>
    public IEnumerable<string> SecretsAt(DateTimeOffset now) =>
        new[] { Secret, PreviousSecretUntil > now ? PreviousSecret : null }.OfType<string>();

    /// <summary>With a new secret, beside which the old one still signs for a while. The one before that ends now.</summary>
    public AlertEndpoint Rotated(string secret, DateTimeOffset now) => this with { Secret = secret, PreviousSecret = Secret, PreviousSecretUntil = now + SecretOverlap };

    /// <summary>After something has reached it.</summary>
    public AlertEndpoint Reached() => this with { FailingSince = null };

    /// <summary>After something has not reached it. When that has gone on for too long, it is disabled.</summary>
    public AlertEndpoint Missed(DateTimeOffset now, TimeSpan disableAfter) =>
        FailingSince is not { } since ? this with { FailingSince = now } : now - since >= disableAfter ? Disabled(DisableReasons.Failing, now) : this;

    /// <summary>Out of use, unless it is already.</summary>
    public AlertEndpoint Disabled(string reason, DateTimeOffset now) => IsDisabled ? this : this with { DisabledReason = reason, DisabledSince = now };

    /// <summary>Its name, and nothing of its secrets or of an address, which often is one.</summary>
    public override string ToString() => $"{Owner}/{Id}";
}

/// <summary>Why an endpoint is out of use. Programs may rely on the codes.</summary>
public static class DisableReasons
{
    /// <summary>Nothing has reached it for days.</summary>
    public const string Failing = "failing";

    /// <summary>It answered 410 Gone.</summary>
    public const string Gone = "gone";
}
