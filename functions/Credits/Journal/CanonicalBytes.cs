using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Credits.Burning;

namespace Credits.Journal;

/// <summary>
/// Writes an entry as the bytes its hash is over: every number as 8 bytes little-endian, every text as its UTF-8 length and bytes, every list
/// as its count and items, an absent value as −1, a time as ticks of UTC. Two entries that differ anywhere differ in their bytes.
/// </summary>
internal sealed class CanonicalBytes
{
    // Raised whenever the layout changes, so that old hashes are never mistaken for new ones.
    private const byte LayoutVersion = 1;

    private const long Absent = -1;

    // Strict: the usual encoding writes every ill-formed text alike, and two entries would share their bytes.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>What was written since the last <see cref="Of"/>; valid until the next.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>The canonical bytes of an entry; valid until the next call.</summary>
    public ReadOnlySpan<byte> Of(long sequence, DateTimeOffset bookedAt, Movement movement)
    {
        _length = 0;
        Room(1)[0] = LayoutVersion;
        _length++;
        Number(sequence);
        Time(bookedAt);

        switch (movement)
        {
            case Movement.Configured(var settings):
                Text("configured");
                Text(settings.Name);
                Text(settings.RateCard);
                Number(settings.RepaysOverdraft ? 1 : 0);
                break;
            case Movement.Granted(var grant):
                Text("granted");
                Text(grant.Id);
                Text(grant.Kind.ToString());
                Text(grant.CreditType.Value);
                Number(grant.Amount.Millionths);
                Time(grant.EffectiveAt);
                Time(grant.ExpiresAt);
                Number(grant.Priority);
                Number(grant.Meters.Length);
                foreach (var meter in grant.Meters) Text(meter);
                Text(grant.Reference);
                break;
            case Movement.Debited(var usage, var charge, var portions, var overdraft):
                Text("debited");
                Text(usage.Identity.Source);
                Text(usage.Identity.Id);
                Text(usage.Meter);
                Time(usage.Time);
                Text(usage.Data.Canonical);
                Number(charge.Amount.Millionths);
                Text(charge.CreditType.Value);
                Text(charge.RateCard);
                Number(charge.Version);
                List(portions);
                Number(overdraft.Millionths);
                break;
            case Movement.Repaid(var type, var portions):
                Text("repaid");
                Text(type.Value);
                List(portions);
                break;
            case Movement.Expired(var type, var grant, var amount):
                Text("expired");
                Text(type.Value);
                Text(grant);
                Number(amount.Millionths);
                break;
            case Movement.Voided(var type, var grant, var amount, var reason):
                Text("voided");
                Text(type.Value);
                Text(grant);
                Number(amount.Millionths);
                Text(reason);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(movement), movement, "A movement that the hash does not know.");
        }

        return Written;
    }

    private void Number(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);
        _length += sizeof(long);
    }

    private void Time(DateTimeOffset? time) => Number(time?.UtcTicks ?? Absent);

    private void Text(string? text)
    {
        if (text is null)
        {
            Number(Absent);
            return;
        }

        var room = Room(sizeof(long) + Utf8.GetMaxByteCount(text.Length));
        var written = Utf8.GetBytes(text, room[sizeof(long)..]);
        BinaryPrimitives.WriteInt64LittleEndian(room, written);
        _length += sizeof(long) + written;
    }

    private void List(ImmutableArray<Portion> portions)
    {
        Number(portions.Length);
        foreach (var portion in portions)
        {
            Text(portion.Grant);
            Number(portion.Amount.Millionths);
        }
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _length < bytes) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        return _bytes.AsSpan(_length);
    }
}
