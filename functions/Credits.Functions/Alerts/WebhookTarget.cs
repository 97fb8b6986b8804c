using System.Net;
using System.Net.Sockets;

namespace Credits.Functions.Alerts;

/// <summary>Where webhooks may go. Customers set addresses, so none may lead into the operator's network.</summary>
public static class WebhookTarget
{
    /// <summary>The longest address, in characters.</summary>
    public const int MaxUrlLength = 2_000;

    // IANA's special-purpose registry, as far as it is not globally reachable, with 6to4's relays; and Azure's own host, which every virtual machine reaches.
    private static readonly IPNetwork[] NotPublicV4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    // Global unicast is 2000::/3 and nothing else, so loopback, unique local, link-local, multicast and translated addresses are none. Within it: IETF's, documentation's, and 6to4, which wraps IPv4.
    private static readonly IPNetwork GlobalUnicastV6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] NotPublicV6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>Whether an address is one of the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !NotPublicV4.Any(network => network.Contains(address))
            : GlobalUnicastV6.Contains(address) && !NotPublicV6.Any(network => network.Contains(address));
    }

    /// <summary>What is wrong with an address that webhooks are to be sent to; null for nothing.</summary>
    /// <remarks>Names are looked up when something is sent, and what they stand for is judged then: names can change what they stand for.</remarks>
    /// <param name="text">The address.</param>
    /// <param name="allowInsecure">Whether http and private networks will do.</param>
    public static string? FaultOf(string text, bool allowInsecure)
    {
        if (text.Length > MaxUrlLength) return $"Must have at most {MaxUrlLength} characters.";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)) return "Must be an https address.";
        if (url.Scheme != Uri.UriSchemeHttps && !allowInsecure) return "Must be an https address; http would show everybody on the way what is sent.";
        if (url.UserInfo.Length > 0) return "Must not have a user or a password in it; requests are signed instead.";
        if (url.Fragment.Length > 0) return "Must not have a fragment; it would not be sent.";
        if (!allowInsecure && url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 && !IsPublic(IPAddress.Parse(url.DnsSafeHost))) return "Must be an address of the public internet.";
        return null;
    }
}
