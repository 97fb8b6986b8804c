using System.Collections.Immutable;

namespace Credits.Tests.TwoYears;

/// <summary>Some things that can be read when they are printed.</summary>
internal readonly record struct Listed<T>(ImmutableArray<T> All)
{
    public override string ToString() => $"[{string.Join(", ", All)}]";
}
