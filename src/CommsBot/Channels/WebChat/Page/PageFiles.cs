using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace CommsBot.Channels.WebChat.Page;

/// <summary>The pages' own scripts, styles and templates, inside the program. Small, so they are kept compressed in memory.</summary>
internal static class PageFiles
{
    /// <exception cref="FileNotFoundException">No such file: a fault of the build.</exception>
    public static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"page/{name}") ?? throw new FileNotFoundException($"page/{name}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

/// <summary>One file as it goes over the wire, with a name for its content.</summary>
internal sealed class PageFile(string contentType, string text)
{
    private readonly byte[] _plain = Encoding.UTF8.GetBytes(text);
    private readonly byte[] _gzip = Gzip(Encoding.UTF8.GetBytes(text));

    public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    public int CompressedLength => _gzip.Length;

    public IResult Answer(HttpContext http, string caching)
    {
        http.Response.Headers.CacheControl = caching;
        http.Response.Headers.Vary = "Accept-Encoding";
        var compressed = Accepts(http, "gzip");
        if (compressed) http.Response.Headers.ContentEncoding = "gzip";
        return Results.Bytes(compressed ? _gzip : _plain, contentType, entityTag: new($"\"{Version}{(compressed ? "-gz" : "")}\""));
    }

    public static bool Accepts(HttpContext http, string coding) =>
        http.Request.GetTypedHeaders().AcceptEncoding.Any(given => given.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && given.Quality is null or > 0);

    private static byte[] Gzip(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.SmallestSize)) gzip.Write(plain);
        return target.ToArray();
    }
}
