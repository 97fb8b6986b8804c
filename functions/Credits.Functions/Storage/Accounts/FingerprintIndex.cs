namespace Credits.Functions.Storage.Accounts;

/// <summary>
/// Finds the entries of one account that may be an event's earlier booking: fingerprint → entry numbers.
/// </summary>
/// <remarks>
/// An open-addressed table of entry numbers beside the fingerprints themselves: about 20 bytes an entry. Two events that share a
/// fingerprint are both found, so a hit is never more than a reason to look, and a miss is certain.
/// </remarks>
internal sealed class FingerprintIndex
{
    private const int SmallestTable = 1024;
    private const int Empty = -1;

    private readonly List<ulong> _fingerprints = [];
    private readonly List<long> _sequences = [];
    private int[] _slots = NewTable(SmallestTable);

    /// <summary>The last entry the index covers; entries are added without gaps from where it started.</summary>
    public long Through { get; private set; }

    /// <summary>How many fingerprints it holds.</summary>
    public int Count => _fingerprints.Count;

    /// <summary>Starts after an entry whose fingerprint, and every earlier one's, has left the dedupe window.</summary>
    public void StartAfter(long sequence)
    {
        if (Count > 0) throw new InvalidOperationException("The index has already started.");
        Through = sequence;
    }

    /// <summary>Adds the next entry's fingerprint.</summary>
    public void Add(ulong fingerprint)
    {
        Through++;
        if (fingerprint == 0) return; // an entry of no event

        _fingerprints.Add(fingerprint);
        _sequences.Add(Through);
        if (_fingerprints.Count * 2 > _slots.Length) Grow();
        else Place(_fingerprints.Count - 1);
    }

    /// <summary>The numbers of the entries with a fingerprint; null, as nearly always, when there are none.</summary>
    public List<long>? Find(ulong fingerprint)
    {
        List<long>? sequences = null;
        var mask = _slots.Length - 1;
        for (var slot = (int)fingerprint & mask; _slots[slot] != Empty; slot = (slot + 1) & mask)
        {
            var item = _slots[slot];
            if (_fingerprints[item] == fingerprint) (sequences ??= []).Add(_sequences[item]);
        }

        return sequences;
    }

    private void Grow()
    {
        _slots = NewTable(_slots.Length * 2);
        for (var item = 0; item < _fingerprints.Count; item++) Place(item);
    }

    private void Place(int item)
    {
        var mask = _slots.Length - 1;
        var slot = (int)_fingerprints[item] & mask;
        while (_slots[slot] != Empty) slot = (slot + 1) & mask;
        _slots[slot] = item;
    }

    private static int[] NewTable(int size)
    {
        var slots = new int[size];
        Array.Fill(slots, Empty);
        return slots;
    }
}
