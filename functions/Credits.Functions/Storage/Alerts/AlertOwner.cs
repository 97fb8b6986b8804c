namespace Credits.Functions.Storage.Alerts;

/// <summary>Whose an endpoint is: the deployment's, or one account's. What belongs to one is a partition of its tables.</summary>
public readonly record struct AlertOwner
{
    private const string DeploymentPartition = "deployment";
    private const string AccountPrefix = "account:";

    private AlertOwner(string partition) => Partition = partition;

    /// <summary>The operator's endpoints, told of every account, or of those on a plan.</summary>
    public static AlertOwner Deployment { get; } = new(DeploymentPartition);

    /// <summary>The partition key of everything that belongs to it.</summary>
    public string Partition { get; }

    /// <summary>Whether it is an account.</summary>
    public bool IsAccount => Partition.StartsWith(AccountPrefix, StringComparison.Ordinal);

    /// <summary>An account's endpoints, told of that account alone.</summary>
    public static AlertOwner Of(AccountId account) => new(AccountPrefix + account);

    /// <summary>Reads a <see cref="Partition"/>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static AlertOwner Parse(string partition) =>
        partition == DeploymentPartition ? Deployment
        : partition.StartsWith(AccountPrefix, StringComparison.Ordinal) && AccountId.TryParse(partition[AccountPrefix.Length..], out var account) ? Of(account)
        : throw new FormatException($"'{partition}' owns no alert endpoints.");

    /// <inheritdoc/>
    public override string ToString() => Partition;
}
