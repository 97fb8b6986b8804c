using Credits.Grants;

namespace Credits.Tests.Building;

/// <summary>Generates grants of every kind, with terms from small sets, so that ties and overlaps are frequent.</summary>
internal static class AnyGrant
{
    public static readonly string[] Meters = ["llm.call", "image"];

    /// <summary>A grant whose id is <c>g</c> and a number below <paramref name="ids"/>.</summary>
    public static Gen<Grant> Of(int ids) =>
        Gen.Select(
            Gen.Int[0, ids - 1],
            Gen.Enum<GrantKind>(),
            Gen.Long[1, 20_000_000],
            Gen.Int[-3, 1],
            Gen.OneOfConst<int?>(null, null, 1, 2, 3, 60),
            Gen.OneOfConst(50, 100, 100),
            Gen.OneOfConst(CreditType.Default, CreditType.Default, Given.Premium),
            Gen.OneOfConst<string[]>([], [], [], ["llm.call"], ["image"]),
            (id, kind, millionths, from, hours, priority, type, meters) => new Grant
            {
                Id = $"g{id}",
                Kind = kind,
                Amount = Credits.FromMillionths(millionths),
                Remaining = Credits.FromMillionths(millionths),
                EffectiveAt = Given.Noon.AddHours(from),
                ExpiresAt = Given.Noon.AddHours(from) + (hours is { } length ? TimeSpan.FromHours(length) : null),
                Priority = priority,
                CreditType = type,
                Meters = [.. meters],
                Reference = id % 3 == 0 ? null : $"invoice {id}",
                Cost = kind == GrantKind.Purchase && id % 2 == 0 ? new(millionths, "EUR") : null,
            });
}
