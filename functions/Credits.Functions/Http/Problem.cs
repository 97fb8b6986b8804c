using System.Diagnostics;
using Credits.Functions.Storage.Catalogue;
using Credits.Rating;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Http;

/// <summary>A refusal as RFC 9457 has it.</summary>
/// <param name="Type">One of <see cref="ProblemTypes"/>.</param>
/// <param name="Title">What went wrong.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What to do.</param>
/// <param name="TraceId">Finds the request in the logs.</param>
/// <param name="Errors">The faults of the request, each with its path; of more than anybody reads, that there are more.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail, string? TraceId, IReadOnlyList<Fault>? Errors = null)
{
    private const string ContentType = "application/problem+json";

    // A detail is a line to read; programs and the patient have 'errors'.
    private const int MaxDetailedFaults = 10;

    /// <summary>A problem as an answer.</summary>
    public static Answer Of(string type, int status, string title, string detail, IReadOnlyList<Fault>? errors = null) =>
        Answer.Of(status, new Problem(type, title, status, detail, Activity.Current?.TraceId.ToString(), errors is null ? null : Told(errors)), ContentType);

    /// <summary>400 with the faults.</summary>
    public static Answer Invalid(params IReadOnlyList<Fault> faults)
    {
        var detailed = string.Join(' ', faults.Take(MaxDetailedFaults).Select(fault => $"{fault.Path}: {fault.Message}"));
        return Of(
            ProblemTypes.InvalidRequest, StatusCodes.Status400BadRequest, "The request is invalid.", faults.Count > MaxDetailedFaults ? $"{detailed} The others stand in 'errors'." : detailed, faults);
    }

    /// <summary>404 for an account.</summary>
    public static Answer UnknownAccount(string id) =>
        Of(ProblemTypes.UnknownAccount, StatusCodes.Status404NotFound, $"There is no account '{id}'.", $"Open it with PUT /api/v1/accounts/{id}.");

    /// <summary>404 for a pack.</summary>
    public static Answer UnknownPack(string id) =>
        Of(ProblemTypes.UnknownPack, StatusCodes.Status404NotFound, $"There is no pack '{id}'.", $"Make it with PUT /api/v1/packs/{id}.");

    /// <summary>412.</summary>
    public static Answer PreconditionFailed(string what) =>
        Of(ProblemTypes.PreconditionFailed, StatusCodes.Status412PreconditionFailed, $"{what} has changed.", "Read it again, decide again, and send its new ETag in If-Match.");

    private static IReadOnlyList<Fault> Told(IReadOnlyList<Fault> faults) =>
        faults.Count > FaultingReader.MaxFaults ? [.. faults.Take(FaultingReader.MaxFaults), FaultingReader.More] : faults;
}

/// <summary>Ends a request with a problem from wherever it was found.</summary>
public class ProblemException(Answer answer) : Exception($"Answered with status {answer.Status}.")
{
    /// <summary>What is answered.</summary>
    public Answer Answer { get; } = answer;
}
