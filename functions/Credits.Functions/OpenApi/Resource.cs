namespace Credits.Functions.OpenApi;

/// <summary>Files of this folder that are built into the app.</summary>
internal static class Resource
{
    public static byte[] Bytes(string name)
    {
        var type = typeof(Resource);
        using var stream = type.Assembly.GetManifestResourceStream(type, name) ?? throw new InvalidOperationException($"{name} is not built into the app.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
