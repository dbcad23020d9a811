namespace CommsBot.Patients;

/// <summary>How people are reached when not by an ordinary call, in the words staff read.</summary>
internal static class Reach
{
    /// <summary>Null when nobody of them asks for anything else than a call.</summary>
    public static string? Of(IEnumerable<Patient> patients)
    {
        var people = patients.ToList();
        IEnumerable<string> ways = [.. people.Select(p => p.ContactMode).OfType<string>().Distinct().Select(ModeOf), .. people.Exists(p => p.Interpreter == true) ? ["interpreter needed"] : Array.Empty<string>()];
        return ways.Any() ? string.Join(", ", ways) : null;
    }

    public static string ModeOf(string? mode) => mode switch
    {
        ContactModes.TextOnly => "text only, do not phone",
        ContactModes.Relay => "phone by relay, dial 711",
        ContactModes.Video => "video call",
        _ => mode ?? "not given",
    };
}
