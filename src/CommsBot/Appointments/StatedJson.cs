using System.Text.Json;

namespace CommsBot.Appointments;

/// <summary>Reads the body of <c>PUT /api/appointments/{id}</c>. A field of the wrong kind is a fault of that field, not of the whole body.</summary>
internal static class StatedJson
{
    private static readonly Dictionary<string, string[]> Objects = new()
    {
        [""] = ["clinic", "startsAt", "durationMinutes", "protocol", "status"],
        ["patient"] = ["id", "firstName", "lastName", "phone", "birthDate", "language", "timeZone", "contactMode", "interpreter"],
        ["consent"] = ["text", "at", "method"],
        ["healthScreen"] = ["state", "setBy"],
        ["preparation"] = ["mode", "foodUntil", "clearLiquidsUntil", "setBy"],
    };

    /// <summary>Null when the body is no JSON object.</summary>
    public static async Task<Stated?> ReadAsync(Stream body, CancellationToken ct)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(body, new JsonDocumentOptions { MaxDepth = 8 }, ct);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return null;
            var stated = new Stated();
            foreach (var (name, fields) in Objects) Read(stated, json.RootElement, name, fields);
            return stated;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Read(Stated stated, JsonElement root, string name, string[] fields)
    {
        var from = root;
        if (name.Length > 0)
        {
            if (!root.TryGetProperty(name, out from) || from.ValueKind == JsonValueKind.Null) return;
            if (from.ValueKind != JsonValueKind.Object)
            {
                stated.Faults.Add(name, "must be an object");
                return;
            }
        }

        foreach (var field in fields)
        {
            if (!from.TryGetProperty(field, out var value)) continue;
            var path = name.Length > 0 ? $"{name}.{field}" : field;
            if (value.ValueKind == JsonValueKind.String) stated[path] = value.GetString();
            else if (value.ValueKind == JsonValueKind.Number && field == "durationMinutes") stated[path] = value.GetRawText();
            else if (value.ValueKind is JsonValueKind.True or JsonValueKind.False && field == "interpreter") stated[path] = value.GetRawText();
            else if (value.ValueKind != JsonValueKind.Null) stated.Faults.Add(path, field switch { "durationMinutes" => "must be a number", "interpreter" => "must be true or false", _ => "must be text" });
        }
    }
}
