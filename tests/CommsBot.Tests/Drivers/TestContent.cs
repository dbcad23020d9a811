namespace CommsBot.Tests.Drivers;

/// <summary>A copy of <c>dialogs/</c> and <c>prompts/</c> that a test may change.</summary>
internal static class TestContent
{
    /// <returns>The folder that holds the copies.</returns>
    public static string Copy(string home, string into)
    {
        string[] folders = ["dialogs", "prompts"];
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(home, folder), "*", SearchOption.AllDirectories)))
        {
            var copy = Path.Combine(into, Path.GetRelativePath(home, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return into;
    }

    /// <summary>The demonstration clinic's file once more, under another id, name and number, an hour further west.</summary>
    public static void AddOtherClinic(string dialogs)
    {
        var file = File.ReadAllText(Path.Combine(dialogs, "clinics", $"{The.Clinic}.yaml"))
            .Replace($"id: {The.Clinic}", $"id: {The.OtherClinic}")
            .Replace("name: Mind Balance Infusions", "name: River Bend Infusions")
            .Replace("smsName: Mind Balance ", "smsName: River Bend ")
            .Replace("+12815550120", "+13035550120").Replace("+12815550100", The.OtherClinicNumber)
            .Replace("zone: America/Chicago", "zone: America/Denver").Replace("zoneLabel: CT", "zoneLabel: MT");
        File.WriteAllText(Path.Combine(dialogs, "clinics", $"{The.OtherClinic}.yaml"), file);
    }
}
