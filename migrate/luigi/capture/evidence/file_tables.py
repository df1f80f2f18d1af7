"""Calls that read or write files, and what paths look like."""

import re

from migrate.luigi.capture.text import words

# Calls that read or write a file: which positional arguments are paths.
PATH_CALLS = {
    "open": (0,),
    "file": (0,),
    "io.open": (0,),
    "codecs.open": (0,),
    "os.open": (0,),
    "gzip.open": (0,),
    "gzip.GzipFile": (0,),
    "bz2.open": (0,),
    "bz2.BZ2File": (0,),
    "lzma.open": (0,),
    "lzma.LZMAFile": (0,),
    "tarfile.open": (0,),
    "tarfile.TarFile": (0,),
    "zipfile.ZipFile": (0,),
    "fileinput.input": (0,),
    "linecache.getline": (0,),
    "os.listdir": (0,),
    "os.scandir": (0,),
    "os.walk": (0,),
    "os.stat": (0,),
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.chdir": (0,),
    "os.remove": (0,),
    "os.unlink": (0,),
    "os.rmdir": (0,),
    "os.removedirs": (0,),
    "os.truncate": (0,),
    "os.utime": (0,),
    "os.rename": (0, 1),
    "os.renames": (0, 1),
    "os.replace": (0, 1),
    "os.link": (0, 1),
    "os.symlink": (0, 1),
    "os.makedirs": (0,),
    "os.mkdir": (0,),
    "os.path.exists": (0,),
    "os.path.isfile": (0,),
    "os.path.isdir": (0,),
    "os.path.getsize": (0,),
    "os.path.getmtime": (0,),
    "os.path.lexists": (0,),
    "shutil.copy": (0, 1),
    "shutil.copy2": (0, 1),
    "shutil.copyfile": (0, 1),
    "shutil.copytree": (0, 1),
    "shutil.move": (0, 1),
    "shutil.rmtree": (0,),
    "shutil.make_archive": (0,),
    "shutil.unpack_archive": (0,),
    "shutil.copymode": (0, 1),
    "glob.glob": (0,),
    "glob.iglob": (0,),
    "sqlite3.connect": (0,),
    "shelve.open": (0,),
    "dbm.open": (0,),
    "joblib.load": (0,),
    "joblib.dump": (1,),
    "torch.load": (0,),
    "torch.save": (1,),
    "h5py.File": (0,),
    "netCDF4.Dataset": (0,),
    "PIL.Image.open": (0,),
    "cv2.imread": (0,),
    "cv2.imwrite": (0,),
    "rasterio.open": (0,),
    "fiona.open": (0,),
    "geopandas.read_file": (0,),
    "openpyxl.load_workbook": (0,),
    "xlrd.open_workbook": (0,),
    "xml.etree.ElementTree.parse": (0,),
    "lxml.etree.parse": (0,),
    "mmap.mmap": (),
    "xarray.open_dataset": (0,),
    "xarray.open_zarr": (0,),
    "soundfile.read": (0,),
    "pyarrow.parquet.read_table": (0,),
    "pyarrow.parquet.write_table": (1,),
    "pyarrow.parquet.ParquetFile": (0,),
    "pyarrow.parquet.ParquetWriter": (0,),
    "logging.FileHandler": (0,),
    "execfile": (0,),
}
PATH_PREFIXES = {
    "pandas.read_": (0,),
    "numpy.load": (0,),
    "numpy.save": (0,),
    "numpy.genfromtxt": (0,),
    "numpy.fromfile": (0,),
    "numpy.memmap": (0,),
    "polars.read_": (0,),
    "polars.scan_": (0,),
    "dask.dataframe.read_": (0,),
    "imageio.im": (0,),
    "skimage.io.im": (0,),
}
# Calls on paths only: a file object is none.
PATHS_ONLY = re.compile(r"(open|file|io\.open|codecs\.open|os\..*|shutil\..*|glob\..*)$")
# Calls that make a file object of a path or of another file object.
FILE_WRAPPERS = re.compile(
    r"(^|\.)(open|\w*File|TextIOWrapper|Buffered\w+|ExcelWriter|HDFStore|Dataset|ParquetWriter"
    r")$"
)
# Methods of any object that write or read the path given as first argument.
PATH_METHODS = words(
    "to_csv to_parquet to_pickle to_excel to_hdf to_feather to_stata to_netcdf to_zarr to_file "
    "to_json to_html to_latex to_string to_orc to_gbq savefig save save_weights save_model "
    "load_weights load_model tofile write_parquet write_csv write_html write_image export "
    "extractall savetxt saveAsTextFile imsave"
)
# Methods that read or write the file their object names.
FILE_METHODS = words(
    "open read_text write_text read_bytes write_bytes iterdir rglob unlink touch mkdir exists "
    "is_file is_dir"
)
# Fine on a directory of the task's own files, or on one beside them.
DIRECTORY_CALLS = ("os.makedirs", "os.mkdir", "os.path.exists", "os.path.isdir")
PATH_KEYWORDS = (
    "path",
    "file",
    "filename",
    "fname",
    "name",
    "path_or_buf",
    "filepath_or_buffer",
    "path_or_buffer",
    "fp",
    "f",
    "buf",
    "excel_writer",
    "filepath",
    "database",
)
SAME_PATH = words(
    "str unicode os.path.abspath os.path.realpath os.path.normpath os.path.expanduser os.fspath "
    "pathlib.Path Path"
)
JOINS = words(
    "os.path.join os.path.abspath os.path.expanduser os.path.realpath os.path.normpath "
    "pathlib.Path Path"
)
FILE_NAME = re.compile(
    r"\S*[^\s./]\.(csv|tsv|psv|txt|jsonl?|ndjson|parquet|pq|pkl|pickle|h5|hdf5?|np[yz]|xlsx?|xml|ya?ml"
    r"|ini|cfg|conf|toml|log|db|sqlite3?|gz|bz2|xz|zip|tar|tgz|7z|png|jpe?g|gif|tiff?|bmp|svg|pdf"
    r"|html?|model|bin|dat|data|joblib|onnx|pth?|ckpt|pb|avro|orc|feather|arrow|sql|md|rst|nc|zarr"
    r"|fits?|bam|sam|vcf|bcf|fa|fasta|fastq|fq|bed|gff3?|gtf|shp|geojson|gpkg|mat|rds|rda|arff|wav"
    r"|mp[34]|avi|docx?|pptx?|tex|ipynb|out|tmp|lock|done|ttl|rdf|nt|owl|obo|msgpack|proto)$"
    r"|(\.{0,2}|~)/[\w.%{}/~ -]+$",
    re.I,
)
PATH_WORD = re.compile(r"(^|_)(path|file|filename|filepath|fname|dir|dirname|directory|folder)s?$")
