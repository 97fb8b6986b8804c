using Credits.Functions.Alerts;
using Credits.Functions.Deliveries;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Deliveries;

public sealed class WebhookSignatureTests
{
    // What the reference libraries of Standard Webhooks are tested with.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Body = """{"test": 2432232314}""";
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [Fact]
    public void A_message_is_signed_as_the_reference_libraries_sign_it() => WebhookSignature.Of([Secret], Id, Time, Body).ShouldBe(Signature);

    [Fact]
    public void Each_secret_signs() => WebhookSignature.Of([SigningSecret.Make(), Secret], Id, Time, Body).Split(' ').ShouldSatisfyAllConditions(
        signatures => signatures.Length.ShouldBe(2),
        signatures => signatures[1].ShouldBe(Signature));

    [Fact]
    public void A_secret_has_the_prefix_and_24_random_bytes()
    {
        var (one, other) = (SigningSecret.Make(), SigningSecret.Make());

        one.ShouldStartWith("whsec_");
        Convert.FromBase64String(one["whsec_".Length..]).Length.ShouldBe(24);
        one.ShouldNotBe(other);
    }

    [Fact]
    public void A_messages_id_has_no_full_stop_which_would_end_it() => WebhookSignature.IdOf("a.b-17-balance.below").ShouldBe("a~b-17-balance~below");
}
