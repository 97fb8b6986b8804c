using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Stripe;

namespace Credits.Functions.Payments;

/// <summary>Asks Stripe, and tells what is worth repeating from what is not.</summary>
internal sealed class StripeConnection(StripeOptions options, ILogger log)
{
    private const int NetworkRetries = 2;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly Lazy<StripeClient> _client = new(() => new(new StripeClientOptions
    {
        ApiKey = options.ApiKey,
        ApiBase = options.ApiBase,
        HttpClient = new SystemNetHttpClient(new HttpClient { Timeout = Timeout }, NetworkRetries, appInfo: null, enableTelemetry: false),
    }));

    public StripeClient Client => _client.Value;

    public static RequestOptions Once(string key) => new() { IdempotencyKey = key };

    // Only codes and the request's id go to the log: messages may repeat what was sent.
    public async Task<T> Ask<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StripeException e)
        {
            log.LogWarning("Stripe answered {Status} with code {Code} to request {Request}", (int)e.HttpStatusCode, e.StripeError?.Code, e.StripeResponse?.RequestId);
            throw IsWorthRepeating(e.HttpStatusCode) ? new PaymentsUnavailableException() : new PaymentRefusedException(e.StripeError?.Code);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            log.LogWarning("Stripe did not answer: {Reason}", e.GetType().Name);
            throw new PaymentsUnavailableException();
        }
    }

    /// <summary>The same, where an unknown id is no failure.</summary>
    public Task<T?> AskIfAny<T>(Func<Task<T>> ask) where T : class => Ask(async () =>
    {
        try
        {
            return await ask();
        }
        catch (StripeException e) when (e.HttpStatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    });

    private static bool IsWorthRepeating(HttpStatusCode status) =>
        (int)status is 0 or StatusCodes.Status409Conflict or StatusCodes.Status429TooManyRequests or >= StatusCodes.Status500InternalServerError;
}
