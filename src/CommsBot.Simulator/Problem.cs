using Microsoft.AspNetCore.Http;

namespace CommsBot.Simulator;

internal static class Problem
{
    public static IResult Of(int status, string detail) => Results.Problem(detail, statusCode: status);

    public static IResult Bad(string detail) => Of(400, detail);
}
