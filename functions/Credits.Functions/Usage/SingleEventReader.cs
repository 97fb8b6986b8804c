using System.Collections.Immutable;
using Credits.Events;
using Credits.Functions.Http;
using Credits.Rating;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Usage;

/// <summary>Reads the one event of a request that is about one account.</summary>
public sealed class SingleEventReader(CloudEventReader events)
{
    /// <summary>The event.</summary>
    /// <exception cref="ProblemException">The body is not one event of this account.</exception>
    public async Task<UsageEvent> Read(HttpRequest request, AccountId account, CancellationToken cancellation)
    {
        var read = events.Read(await RequestBody.ReadBytesOf(request, cancellation), ImmutableDictionary<string, string>.Empty).ToList();
        if (read.Count != 1) throw new ProblemException(Problem.Invalid(new Fault("body", $"Send one event, not {read.Count}.")));
        if (read[0].Refusal is { } refusal) throw new ProblemException(EventProblems.Refused(refusal));

        return read[0].Event!.Account == account
            ? read[0].Event!
            : throw new ProblemException(Problem.Invalid(new Fault("subject", $"The event is of account '{read[0].Event!.Account}', not of '{account}'.")));
    }
}
