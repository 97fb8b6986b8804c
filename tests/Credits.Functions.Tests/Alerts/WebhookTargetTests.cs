using System.Net;
using Credits.Functions.Alerts;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Alerts;

public sealed class WebhookTargetTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("2001:db8::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void An_address_that_is_not_everybodys_is_refused(string address) => WebhookTarget.IsPublic(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("192.169.0.1")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:830::200e")]
    public void An_address_of_the_public_internet_will_do(string address) => WebhookTarget.IsPublic(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("https://hooks.acme.example/credits?key=1")]
    [InlineData("https://1.1.1.1/")]
    [InlineData("https://[2606:4700:4700::1111]:8443/")]
    public void An_https_address_will_do(string url) => WebhookTarget.FaultOf(url, allowInsecure: false).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("/hook")]
    [InlineData("ftp://acme.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://acme.example/")]
    [InlineData("https://ann:secret@acme.example/")]
    [InlineData("https://ann@acme.example/")]
    [InlineData("https://acme.example/#part")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:169.254.169.254]/")]
    public void Anything_else_will_not(string url) => WebhookTarget.FaultOf(url, allowInsecure: false).ShouldNotBeNull();

    [Fact]
    public void An_address_has_a_bound() => WebhookTarget.FaultOf($"https://acme.example/{new string('x', 2_000)}", allowInsecure: true).ShouldNotBeNull();

    [Theory]
    [InlineData("http://127.0.0.1:5000/hook")]
    [InlineData("https://[::1]/")]
    public void On_ones_own_machine_its_own_addresses_will_do(string url) => WebhookTarget.FaultOf(url, allowInsecure: true).ShouldBeNull();
}
