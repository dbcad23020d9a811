namespace CommsBot.Staff.Keys;

/// <summary>Refusals as <c>application/problem+json</c>: a stable <c>code</c> for programs, a sentence for people.</summary>
internal static class Problems
{
    public static IResult Bad(string code, string detail) => Of(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>Unknown, or another clinic's: the answer does not tell which.</summary>
    public static IResult NotFound(string what) => Of(StatusCodes.Status404NotFound, "not-found", $"There is no such {what}.");

    public static IResult Forbidden(string detail) => Of(StatusCodes.Status403Forbidden, "forbidden", detail);

    public static IResult Conflict(string code, string detail) => Of(StatusCodes.Status409Conflict, code, detail);

    /// <summary>The code of a refusal that the framework made before we could name it.</summary>
    public static string CodeOf(int? status) => status switch
    {
        StatusCodes.Status400BadRequest => "unreadable",
        StatusCodes.Status404NotFound => "not-found",
        StatusCodes.Status405MethodNotAllowed => "method",
        StatusCodes.Status413PayloadTooLarge => "too-large",
        StatusCodes.Status415UnsupportedMediaType => "media-type",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        _ => "error",
    };

    public static IResult Of(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
