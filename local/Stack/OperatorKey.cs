using System.Security.Cryptography;
using System.Text;

namespace Credits.Local.Stack;

/// <summary>The operator's API key of one data directory: made once, kept beside the data.</summary>
internal static class OperatorKey
{
    private const int SecretBytes = 32;
    private const string FileName = "operator-key";

    public static string ReadOrMake(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        if (!File.Exists(path))
            PrivateFile.Write(path, $"ck_operator_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}");
        return File.ReadAllText(path);
    }

    /// <summary>What the app is told instead of the key.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
