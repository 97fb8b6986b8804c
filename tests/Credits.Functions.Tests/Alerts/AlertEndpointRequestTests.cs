using Credits.Functions.Alerts;
using Credits.Functions.Storage.Alerts;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Alerts;

public sealed class AlertEndpointRequestTests
{
    private static readonly AlertOwner Acme = AlertOwner.Of(AccountId.Parse("acme"));
    private static readonly AlertEndpointRequest Webhook = new("https://acme.example/hook");

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var request = new AlertEndpointRequest("http://acme.example", "Ann", ["balance.below", "balance", "balance.below"], "pro", new string('x', 501));

        FaultsOf(request, Acme).ShouldBe(["url", "url", "email", "types[1]", "types[2]", "plan", "description"]);
    }

    [Fact]
    public void An_endpoint_is_somewhere() => FaultsOf(new(), Acme).ShouldBe(["url"]);

    [Fact]
    public void Wanting_no_type_is_a_mistake() => FaultsOf(Webhook with { Types = [] }, Acme).ShouldBe(["types"]);

    [Fact]
    public void The_deployment_may_listen_to_one_plan() => FaultsOf(Webhook with { Plan = "pro" }, AlertOwner.Deployment).ShouldBeEmpty();

    [Fact]
    public void A_webhook_keeps_its_secrets_and_comes_back_into_use()
    {
        var now = Building.Given.Noon;
        var before = Webhook.ToEndpoint(Acme, "hook", before: null).Rotated(SigningSecret.Make(), now).Missed(now, TimeSpan.FromDays(5)).Disabled(DisableReasons.Failing, now);

        var after = (Webhook with { Url = "https://acme.example/other" }).ToEndpoint(Acme, "hook", before);

        after.SecretsAt(now).ShouldBe(before.SecretsAt(now));
        (after.IsDisabled, after.FailingSince, after.Url).ShouldBe((false, null, "https://acme.example/other"));
    }

    [Fact]
    public void A_mailbox_has_no_secret_and_a_webhook_that_was_one_gets_another()
    {
        var webhook = Webhook.ToEndpoint(Acme, "hook", before: null);
        var mailbox = new AlertEndpointRequest(Email: "ann@acme.example").ToEndpoint(Acme, "hook", webhook);

        mailbox.SecretsAt(Building.Given.Noon).ShouldBeEmpty();
        Webhook.ToEndpoint(Acme, "hook", mailbox).Secret.ShouldNotBeNull().ShouldNotBe(webhook.Secret);
    }

    private static IEnumerable<string> FaultsOf(AlertEndpointRequest request, AlertOwner owner) => request.Faults(owner, allowInsecureTargets: false).Select(fault => fault.Path);
}
